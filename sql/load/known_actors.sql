-- Actors that names have made known: a reference row wins over a pattern, a pattern over the bare name.
insert into actor
select known.actor_id, known.actor_name, known.actor_kind, known.origin, actor_reference.note
from known_actor as known
left join actor_reference
  on actor_reference.actor_id = known.actor_id
where known.actor_id not in (select actor_id from actor)
qualify row_number() over (
  partition by known.actor_id
  order by case known.origin when 'reference' then 0 when 'pattern' then 1 else 2 end, known.actor_name
) = 1
