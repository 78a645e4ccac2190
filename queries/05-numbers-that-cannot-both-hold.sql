-- Which numbers of one speaker contradict each other, with nothing to explain it?
select
    one.summary as one,
    other.summary as other,
    populations.label as who,
    actors.actor_name as speaker
from contradictions
inner join figures as one on contradictions.figure_id_a = one.figure_id
inner join figures as other on contradictions.figure_id_b = other.figure_id
inner join populations on one.population = populations.population
left join actors on coalesce(one.claimant_org_id, one.claimant_id) = actors.actor_id
where not contradictions.is_explained and contradictions.is_same_speaker
order by one.article_count + other.article_count desc, one.figure_id, other.figure_id
