-- What was known at the end of October 2025 of people captured?
-- figures_as_of(day), events_as_of(day) and timeline_as_of(day) replay any day.
select
    populations.label as who,
    known.relation,
    known.value_low,
    known.period,
    known.article_count,
    known.first_reported_on
from figures_as_of(date '2025-10-31') as known
inner join populations on known.population = populations.population
where known.family = 'captivity' and known.unit = 'persons'
order by known.article_count desc, known.first_reported_on desc, known.figure_id
