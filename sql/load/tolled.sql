-- Deaths of events whose figures are claims, from all undisputed claims, where they differ from what stands.
--
-- A side's own dead follow from what the side is: state forces and auxiliaries have the state forces' dead, armed
-- groups the militants'. Where both sides are of one kind the claims do not say whose dead they are.
create or replace temp table tolled as
with computed as (
  select
    toll.source_event_id,
    toll.deaths_low::integer as deaths_low,
    toll.deaths_best::integer as deaths_best,
    toll.deaths_high::integer as deaths_high,
    toll.civilians_best::integer as civilians_best,
    toll.state_forces_best::integer as state_forces_best,
    toll.militants_best::integer as nonstate_best,
    toll.unspecified_best::integer as unspecified_best,
    case
      when side.kind_a = side.kind_b then null
      when side.kind_a = 'state' then toll.state_forces_best
      when side.kind_a = 'nonstate' then toll.militants_best
    end::integer as deaths_a,
    case
      when side.kind_a = side.kind_b then null
      when side.kind_b = 'state' then toll.state_forces_best
      when side.kind_b = 'nonstate' then toll.militants_best
    end::integer as deaths_b
  from (
    select
      known.source_event_id,
      total.deaths_low,
      total.deaths_best,
      total.deaths_high,
      total.state_forces_best,
      total.civilians_best,
      total.militants_best,
      total.unspecified_best
    from event as known
    left join event_toll_total as total
      on total.source = known.source
      and total.event_source = known.source
      and total.source_event_id = known.source_event_id
      and total.policy = 'as_reported'
    where known.source = $source
  ) as toll
  left join (
    select
      source_event_id,
      max(kind) filter (where side = 'a') as kind_a,
      max(kind) filter (where side = 'b') as kind_b
    from (
      select
        event_actor.source_event_id,
        event_actor.side,
        case when min(category) = max(category) then min(category) else 'unclear' end as kind
      from event_actor
      join (
        select
          actor_id,
          case
            when actor_kind in ('state_forces', 'auxiliary', 'external') then 'state'
            when actor_kind in ('organised_group', 'unidentified', 'communal') then 'nonstate'
            when actor_kind = 'civilians' then 'civilians'
            else 'unclear'
          end as category
        from actor
      ) as actor_category
        on actor_category.actor_id = event_actor.actor_id
      where event_actor.source = $source
        and event_actor.role = 'side'
      group by event_actor.source_event_id, event_actor.side
    )
    group by source_event_id
  ) as side
    on side.source_event_id = toll.source_event_id
)
select computed.*
from computed
join event
  on event.source = $source
  and event.source_event_id = computed.source_event_id
where (
  event.deaths_low, event.deaths_best, event.deaths_high, event.deaths_low_reported, event.deaths_best_reported,
  event.deaths_high_reported, event.deaths_civilians, event.deaths_unknown, event.state_forces_best,
  event.civilians_best, event.nonstate_best, event.unspecified_best, event.deaths_a, event.deaths_b
) is distinct from (
  computed.deaths_low, computed.deaths_best, computed.deaths_high, computed.deaths_low, computed.deaths_best,
  computed.deaths_high, computed.civilians_best, computed.unspecified_best, computed.state_forces_best,
  computed.civilians_best, computed.nonstate_best, computed.unspecified_best, computed.deaths_a, computed.deaths_b
)
