-- Earlier events that reports mention, shown in histories and never counted.
--
-- grain:   context_key
-- columns:
--   context_key      identifier
--   happened_on      day, or first day of what is known to the month or year
--   date_precision   day, month, year
--   country          country
--   admin1           first-order area
--   location         place
--   latitude         of the place   [degrees]
--   longitude        of the place   [degrees]
--   what             what happened, in our own words
--   actor            who did it, as the page says
--   source_name      who published it
--   url              page that says so
create table context (
  context_key text not null,
  happened_on date not null,
  date_precision text not null,
  country text,
  admin1 text,
  location text not null,
  latitude double,
  longitude double,
  what text not null,
  actor text,
  source_name text not null,
  url text not null
);
