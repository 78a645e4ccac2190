-- One row per figure and figure that it stands in a relation to, with the relation.
select figure_id, superseded_by as other_id, 'superseded by' as relation, null as reason
from figures
where superseded_by is not null
union all
select figure_id, previous_figure_id, 'revises', direction
from revisions
union all
select figure_id_a, figure_id_b, 'cannot both hold', reason
from contradictions
where not is_explained
union all
select figure_id_b, figure_id_a, 'cannot both hold', reason
from contradictions
where not is_explained
union all
select figure_id_a, figure_id_b, 'looks contradictory', reason
from contradictions
where is_explained
union all
select figure_id_b, figure_id_a, 'looks contradictory', reason
from contradictions
where is_explained
union all
select figures.figure_id, others.figure_id, 'given on the same occasion', null
from figures
inner join figures as others
    on figures.occasion_id = others.occasion_id and figures.figure_id <> others.figure_id
order by all
