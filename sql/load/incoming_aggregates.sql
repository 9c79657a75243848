-- Staged sums under the identifier that area, period and category make, and what the load does to each.
create or replace temp table incoming_aggregate as
with named as (
  select
    staged.*,
    concat_ws(
      ' | ',
      area_level,
      coalesce(country, country_code, ''),
      coalesce(admin1, admin1_code, ''),
      coalesce(admin2, ''),
      coalesce(admin2_code, ''),
      period_start::text,
      period_end::text,
      category,
      coalesce(subcategory, '')
    ) as aggregate_id
  from stage.aggregate as staged
),
ranked as (
  select
    named.*,
    row_number() over (partition by aggregate_id order by file_number, named.row_number) as occurrence,
    first_value(content_hash) over (partition by aggregate_id order by file_number, named.row_number) as first_content_hash,
    first_value(named.row_number) over (partition by aggregate_id order by file_number, named.row_number) as first_row_number
  from named
)
select
  ranked.*,
  case
    when occurrence > 1 and ranked.content_hash = first_content_hash then 'repeated'
    when occurrence > 1 then 'contradicting'
    when held.aggregate_id is null then 'added'
    when held.content_hash = ranked.content_hash then 'unchanged'
    else 'revised'
  end as change
from ranked
left join aggregate as held
  on held.source = $source
  and held.aggregate_id = ranked.aggregate_id
