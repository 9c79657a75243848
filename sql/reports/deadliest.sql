-- The weeks of a group or an area with the most deaths, or its newest weeks, with their ranks.
--
-- params:  since, until, source, subject_kind, subject, country, order_by, most
-- grain:   source, subject_kind, subject, country, week
-- source:  deadliest_weeks
-- note:    since and until choose among ranked weeks; ranks are among all weeks that are loaded
select *
from deadliest_weeks
where ($source::text is null or source = $source::text)
  and subject_kind = $subject_kind::text
  and ($subject::text is null or subject = $subject::text)
  and ($since::date is null or week >= date_trunc('week', $since::date))
  and ($until::date is null or week <= $until::date)
qualify row_number() over (
  partition by source
  order by
    case when $order_by::text = 'deaths' then coalesce(rank_all_best, 0) end nulls last,
    case when $order_by::text = 'deaths' then deaths_best end desc nulls last,
    week desc,
    subject,
    country
) <= $most::bigint
order by
  source,
  case when $order_by::text = 'deaths' then deaths_best end desc nulls last,
  week desc,
  subject,
  country
