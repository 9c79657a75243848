-- Staged sums that an earlier row of the load gives with other figures.
select file_number, row_number, aggregate_id, first_row_number
from incoming_aggregate
where change = 'contradicting'
order by file_number, row_number
