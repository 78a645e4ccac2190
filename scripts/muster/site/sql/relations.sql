-- One row per figure or event and figure or event that it stands in a relation to, with the relation: the
-- first twelve of each relation, and how many there are. An occasion of a thousand figures has a million
-- pairs, so its members are cut before they are paired.
with occasions as (
    select
        figure_id,
        occasion_id,
        row_number() over (partition by occasion_id order by article_count desc, figure_id) as place,
        count(*) over (partition by occasion_id) as size
    from figures
),

against as (
    select
        *,
        case when is_explained then 'looks contradictory' else 'cannot both hold' end as relation
    from contradictions
),

relations as (
    select figure_id as id, superseded_by as other_id, 'superseded by' as relation, null as reason
    from figures
    where superseded_by is not null
    union all
    select figure_id, previous_figure_id, 'revises', direction
    from revisions
    union all
    select figure_id_a, figure_id_b, relation, reason
    from against
    union all
    select figure_id_b, figure_id_a, relation, reason
    from against
    union all
    -- the solver's conflicts name figures that may contradict each other in threes, and no two of them
    select distinct one.figure_id, other.figure_id, 'cannot all hold', null
    from recruitment_conflicts as one
    inner join recruitment_conflicts as other
        on one.conflict_id = other.conflict_id and one.figure_id <> other.figure_id
    union all
    select denied_id, event_id, 'denied by', null
    from denials
    union all
    select event_id, denied_id, 'denies', null
    from denials
)

select
    *,
    count(*) over (partition by id, relation) as relation_count
from relations
qualify row_number() over (partition by id, relation order by reason, other_id) <= 12
union all
select
    figures.figure_id,
    others.figure_id,
    'given on the same occasion',
    null,
    figures.size - 1
from occasions as figures
inner join occasions as others
    on
        figures.occasion_id = others.occasion_id
        and figures.figure_id <> others.figure_id
        and others.place <= 13
qualify row_number() over (partition by figures.figure_id order by others.place) <= 12
order by id, relation, reason, other_id
