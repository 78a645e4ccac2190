-- Which totals of recruits are repeated most, as intervals?
-- NULL is an end that nobody has set: never zero, never infinity.
select
    populations.label as who,
    figures.lower_bound,
    figures.upper_bound,
    figures.period,
    figures.article_count,
    figures.summary
from figures
inner join populations on figures.population = populations.population
where figures.family = 'intake' and figures.kind = 'cumulative' and figures.superseded_by is null
order by figures.article_count desc, figures.first_reported_on, figures.figure_id
