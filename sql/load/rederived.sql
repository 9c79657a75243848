-- Events whose country code or dead by side changed reference data change.
create or replace temp table rederived as
with named as (
  select spelled.country, min(country_alias.country_iso3) as country_iso3
  from (select distinct country from event where country is not null and country_iso3 is null) as spelled
  join country_alias
    on lower(country_alias.alias) = lower(spelled.country)
  group by spelled.country
),
counted as (
  select
    event.source,
    event.source_event_id,
    event.deaths_a is not null and event.deaths_b is not null and side_kind.source is not null as is_counted,
    coalesce(event.country_iso3, named.country_iso3) as country_iso3,
    case
        when event_class = 'state_based'
          then case when kind_a = 'state' then deaths_a else 0 end + case when kind_b = 'state' then deaths_b else 0 end
        else 0
      end as state_forces_best_now,
    case
        when event_class <> 'one_sided'
          then case when kind_a = 'auxiliary' then deaths_a else 0 end + case when kind_b = 'auxiliary' then deaths_b else 0 end
        else 0
      end as auxiliaries_best_now,
    case
        when event_class <> 'one_sided'
          then case when kind_a = 'nonstate' then deaths_a else 0 end + case when kind_b = 'nonstate' then deaths_b else 0 end
        else 0
      end as nonstate_best_now,
    deaths_unknown + case
          when event_class = 'one_sided' then deaths_a + deaths_b
          else case
              when kind_a = 'unclear' or (kind_a = 'state' and event_class <> 'state_based') then deaths_a
              else 0
            end
            + case
              when kind_b = 'unclear' or (kind_b = 'state' and event_class <> 'state_based') then deaths_b
              else 0
            end
        end as unspecified_best_now
  from event
  left join named
    on named.country = event.country
  left join current_side_kind as side_kind
    on side_kind.source = event.source
    and side_kind.source_event_id = event.source_event_id
),
computed as (
  select
    counted.source,
    counted.source_event_id,
    counted.country_iso3,
    case when is_counted then state_forces_best_now else event.state_forces_best end::integer as state_forces_best,
    case when is_counted then auxiliaries_best_now else event.auxiliaries_best end::integer as auxiliaries_best,
    case when is_counted then nonstate_best_now else event.nonstate_best end::integer as nonstate_best,
    case when is_counted then unspecified_best_now else event.unspecified_best end::integer as unspecified_best
  from counted
  join event
    on event.source = counted.source
    and event.source_event_id = counted.source_event_id
)
select computed.*
from computed
join event
  on event.source = computed.source
  and event.source_event_id = computed.source_event_id
where event.country_iso3 is distinct from computed.country_iso3
  or event.state_forces_best is distinct from computed.state_forces_best
  or event.auxiliaries_best is distinct from computed.auxiliaries_best
  or event.nonstate_best is distinct from computed.nonstate_best
  or event.unspecified_best is distinct from computed.unspecified_best
