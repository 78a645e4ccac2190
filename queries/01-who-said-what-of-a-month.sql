-- What was said of December 2025, how strongly, and by whom?
-- Articles that repeat a claim count as one; the bound and the speaker are kept.
select
    figures.relation,
    figures.value_low,
    figures.value_high,
    figures.unit,
    figures.measure,
    populations.label as who,
    actors.actor_name as claimant,
    figures.is_partial_period,
    figures.article_count
from figures
inner join populations on figures.population = populations.population
left join actors on figures.claimant_id = actors.actor_id
where figures.period = '2025-12'
order by figures.article_count desc, figures.measure, figures.figure_id
