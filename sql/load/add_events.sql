-- New and revised events, with the dead by what their side is.
--
-- State forces' dead are known for state-based violence only; in one-sided violence the dead of a side are of unclear
-- belonging. Placeholder sides are not yet clarified: their dead are unspecified.
insert into event
with victims as (
  select
    staged.*,
    change.content_hash as combined_hash,
    change.attacker_coded,
    coalesce(side_kind.kind_a, 'unclear') as kind_a,
    coalesce(side_kind.kind_b, 'unclear') as kind_b
  from stage.row as staged
  join change
    on change.file_number = staged.file_number
    and change.row_number = staged.row_number
    and change.kind in ('added', 'revised')
  left join side_kind
    on side_kind.source_event_id = staged.source_event_id
)
select
  $source as source,
  victims.source_event_id,
  start_date,
  end_date,
  date_precision,
  event_class,
  event_type,
  event_subtype,
  disorder,
  civilian_targeting,
  country,
  country_alias.country_iso3,
  admin1,
  admin1_key,
  admin2,
  place,
  latitude,
  longitude,
  place_precision,
  deaths_low,
  deaths_best,
  deaths_high,
  deaths_low_reported,
  deaths_best_reported,
  deaths_high_reported,
  deaths_a,
  deaths_b,
  deaths_civilians,
  deaths_unknown,
  deaths_rule,
  coalesce(range_repaired, false) as range_repaired,
  status,
  reported_by,
  summary,
  case
    when deaths_a is null or deaths_b is null then null
    when event_class = 'state_based'
      then case when kind_a = 'state' then deaths_a else 0 end + case when kind_b = 'state' then deaths_b else 0 end
    else 0
  end as state_forces_best,
  case
    when deaths_a is null or deaths_b is null then null
    when event_class <> 'one_sided'
      then case when kind_a = 'auxiliary' then deaths_a else 0 end + case when kind_b = 'auxiliary' then deaths_b else 0 end
    else 0
  end as auxiliaries_best,
  case
    when deaths_a is null or deaths_b is null then null
    when event_class <> 'one_sided'
      then case when kind_a = 'nonstate' then deaths_a else 0 end + case when kind_b = 'nonstate' then deaths_b else 0 end
    else 0
  end as nonstate_best,
  deaths_civilians as civilians_best,
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
  end as unspecified_best,
  attacker_coded,
  combined_hash as content_hash,
  $load_id as load_id
from victims
left join country_alias
  on country_alias.country_key = victims.country_key
