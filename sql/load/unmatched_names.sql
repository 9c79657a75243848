-- Names of actors that no reference row matches.
select actor_name
from actor_spelling
where source = $source
  and origin = 'source'
order by actor_name
