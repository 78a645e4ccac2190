-- One row per figure, with the names that a reader knows its parts by; the newest first, by the first day
-- on which it can have appeared, lest an article that is dated to a year pass for new.
select
    figures.*,
    populations.label as who,
    populations.kind as population_kind,
    measures.definition as measure_definition,
    kinds.definition as kind_definition,
    sides.definition as side_definition,
    persons.actor_name as claimant,
    bodies.actor_name as claimant_org,
    outlets.outlet_name as own_voice_of,
    first_articles.published_on as first_published_on,
    first_articles.published_from as first_published_from,
    coalesce(figures.claimant_org_id, figures.claimant_id) as speaker_id
from figures
inner join populations on figures.population = populations.population
inner join codebook.measures on figures.measure = measures.measure
inner join codebook.kinds on figures.kind = kinds.kind
inner join codebook.sides on figures.side = sides.side
inner join figure_mentions as origins on figures.figure_id = origins.figure_id and origins.is_origin
inner join articles as first_articles on origins.article_id = first_articles.article_id
left join actors as persons on figures.claimant_id = persons.actor_id
left join actors as bodies on figures.claimant_org_id = bodies.actor_id
left join outlets on figures.origin = 'outlet:' || outlets.outlet_id
order by first_articles.published_from desc, figures.article_count desc, figures.figure_id
