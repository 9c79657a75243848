-- Names of actors that this source has not used before.
select staged.actor_name
from stage.name as staged
left join actor_spelling
  on actor_spelling.source = $source
  and actor_spelling.actor_name = staged.actor_name
where actor_spelling.actor_name is null
order by staged.actor_name
