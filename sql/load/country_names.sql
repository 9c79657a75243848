-- Countries of the source's events, present and staged, as it writes them.
select country
from (
  select country from event where source = $source
  union
  select country from stage.event
)
where country is not null
order by country
