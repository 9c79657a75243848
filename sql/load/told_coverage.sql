-- What the user says that the load covers.
insert into coverage by name
select $load_id as load_id, $source as source, country, covers_from, covers_to
from covered
