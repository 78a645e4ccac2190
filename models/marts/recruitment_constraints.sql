-- What each figure of intake allows: at least, or at most, so many persons were taken in between two
-- days. The solver of `muster build` (scripts/muster/recruitment/) holds these rows against each other.
--
-- A flow counts its period, a total everything up to its as-of date; a total with a stated start
-- counts from there. Where only a month or a year is known as the as-of date, the floor holds from its
-- last day and the ceiling to its first. A period that was not over when it was told has a floor and
-- no ceiling, and what counts only a part sets no ceiling. Plans and attributes (measures of kind
-- point) say nothing of what happened and stay out.

with measures as (

    select * from {{ ref('measures') }}

),

revisions as (

    select * from {{ ref('revisions') }}

),

every_figure as (

    select * from {{ ref('figures') }}

),

figures as (

    select figures.*
    from every_figure as figures
    inner join measures on figures.measure = measures.measure
    where
        figures.family = 'intake'
        and measures.default_kind in ('flow', 'cumulative')
        and figures.unit = 'persons'
        and figures.side = 'RU'
        and figures.kind in ('flow', 'cumulative')
        and figures.period_to is not null
        and (figures.kind = 'cumulative' or figures.period_from is not null)

),

-- a speaker who later gives a lower total has taken the earlier one back
withdrawn as (

    select
        revisions.previous_figure_id as figure_id,
        min(newer.first_reported_on) as withdrawn_on
    from revisions
    inner join every_figure as newer on revisions.figure_id = newer.figure_id
    where revisions.direction in ('correction', 'reversal')
    group by revisions.previous_figure_id

),

floors as (

    select
        figure_id,
        'at_least' as rule,
        lower_bound as persons,
        period_from as starts_on,
        -- no figure speaks of a day after it was told
        case when kind = 'flow' then least(period_to, first_reported_on) else as_of_to end
            as ends_on
    from figures
    where lower_bound is not null

),

ceilings as (

    select
        figure_id,
        'at_most' as rule,
        upper_bound as persons,
        period_from as starts_on,
        case when kind = 'flow' then period_to else as_of_from end as ends_on
    from figures
    where
        upper_bound is not null
        and not is_part_of_whole
        and (kind = 'cumulative' or not is_partial_period)

),

constraints as (

    select * from floors
    union all
    select * from ceilings

),

-- what was told of a period before it began says nothing of what happened
told_of_the_past as (

    select *
    from constraints
    where coalesce(starts_on <= ends_on, true)

)

select
    ---------- ids
    told_of_the_past.figure_id,

    ---------- text
    told_of_the_past.rule,
    figures.measure,
    figures.population,
    figures.kind,
    figures.origin,

    ---------- numbers
    told_of_the_past.persons,

    ---------- dates
    told_of_the_past.starts_on,
    told_of_the_past.ends_on,
    figures.first_reported_on as told_on,
    withdrawn.withdrawn_on

from told_of_the_past
inner join figures on told_of_the_past.figure_id = figures.figure_id
left join withdrawn on told_of_the_past.figure_id = withdrawn.figure_id
