-- Pairs of figures that a reader could hold against each other: of one measure as retellings have it,
-- in one unit, of one population as retellings have it or of a part of it, told within a year, with
-- numbers that differ. `earlier` and `later` are by the days that they speak of.

with rules as (

    select * from {{ echo_rules() }}

),

figures as (

    select
        int_figures.*,
        coalesce(
            int_figures.as_of_to, int_figures.period_to, int_figures.first_reported_on
        ) as speaks_on,
        {{ season_of('int_figures.first_reported_on', 'rules.contradiction_days') }} as season
    from {{ ref('int_figures') }} as int_figures
    cross join rules
    where int_figures.kind <> 'point' and int_figures.measure <> 'other'

),

-- what was told within a year of a figure was told in its season or in one beside it
searches as (

    select figures.*, figures.season + steps.n - 2 as near_season
    from figures
    cross join {{ numbers_to(3) }} as steps

),

mentions as (

    select distinct figure_id, article_id from {{ ref('int_placed_figure_mentions') }}

),

population_parts as (

    select distinct population, part, country
    from {{ ref('int_population_parts') }}

),

-- a country within a region; a region that lists itself is no part of itself
wholes as (

    select distinct
        part.population as part_population,
        whole.population as whole_population
    from population_parts as part
    inner join population_parts as whole on part.country = whole.country
    where
        part.part = part.country
        and part.population = part.country
        and whole.population <> part.population
        and whole.part <> whole.country

),

same_population as (

    select
        earlier.figure_id as earlier_figure_id,
        later.figure_id as later_figure_id,
        false as is_part_and_whole
    from searches as earlier
    inner join figures as later
        on
            earlier.near_season = later.season
            and earlier.retold_as = later.retold_as
            and earlier.unit = later.unit
            and earlier.retold_population = later.retold_population
    where (earlier.speaks_on, earlier.figure_id) < (later.speaks_on, later.figure_id)

),

-- a part is held against its whole only where it is larger
part_and_whole as (

    select
        part.figure_id as earlier_figure_id,
        whole.figure_id as later_figure_id,
        true as is_part_and_whole
    from searches as part
    inner join wholes on part.population = wholes.part_population
    inner join figures as whole
        on
            part.near_season = whole.season
            and wholes.whole_population = whole.population
            and part.retold_as = whole.retold_as
            and part.unit = whole.unit
            and part.retold_kind = whole.retold_kind
            and part.lower_bound > whole.upper_bound

),

-- what one article gives side by side, from one mouth, is a breakdown
side_by_side as (

    select distinct
        one.figure_id as earlier_figure_id,
        other.figure_id as later_figure_id
    from mentions as one
    inner join mentions as other
        on one.article_id = other.article_id and one.figure_id <> other.figure_id

),

pairs as (

    select * from same_population
    union all
    select * from part_and_whole

)

select
    pairs.earlier_figure_id,
    pairs.later_figure_id,
    pairs.is_part_and_whole,
    earlier.origin = later.origin as is_same_speaker,
    earlier.origin = later.origin and side_by_side.earlier_figure_id is not null
        as is_same_breakdown,
    earlier.side <> later.side as is_other_side,
    earlier.population <> later.population and not pairs.is_part_and_whole
        as is_other_population,
    -- two stocks of other measures are other people: in the ranks, waiting to go home
    earlier.kind <> later.kind
    or (later.kind = 'stock' and earlier.measure <> later.measure) as is_other_kind,
    later.retold_kind,
    later.kind,
    -- what two flows of periods without a common day, or two stocks of days far apart, say is no
    -- contradiction
    case
        when later.retold_kind = 'flow'
            then
                not coalesce(
                    earlier.period_from <= later.period_to
                    and later.period_from <= earlier.period_to,
                    true
                )
        when later.kind = 'stock'
            then
                {{ days_between('earlier.speaks_on', 'later.speaks_on') }}
                > rules.as_of_days
        -- a part may have grown since the whole was told
        when pairs.is_part_and_whole then earlier.speaks_on > later.speaks_on
        else earlier.speaks_on < later.speaks_on
    end as is_other_time,
    -- one flow within the period of the other, and smaller, as a part should be
    coalesce(
        later.retold_kind = 'flow'
        and (
            (
                earlier.period_from >= later.period_from
                and earlier.period_to <= later.period_to
                and (earlier.period_from > later.period_from or earlier.period_to < later.period_to)
                and earlier.lower_bound <= later.upper_bound
            )
            or (
                later.period_from >= earlier.period_from
                and later.period_to <= earlier.period_to
                and (later.period_from > earlier.period_from or later.period_to < earlier.period_to)
                and later.lower_bound <= earlier.upper_bound
            )
        ),
        false
    ) as is_period_in_period,
    coalesce(earlier.period = later.period, false) as is_same_period,
    coalesce(earlier.upper_bound < later.lower_bound, false) as is_surely_rise,
    coalesce(later.upper_bound < earlier.lower_bound, false) as is_surely_fall,
    later.number < earlier.number as is_fall,
    case
        when later.number < earlier.number then later.is_part_of_whole
        else earlier.is_part_of_whole
    end as is_smaller_a_part
from pairs
inner join figures as earlier on pairs.earlier_figure_id = earlier.figure_id
inner join figures as later on pairs.later_figure_id = later.figure_id
left join side_by_side
    on
        pairs.earlier_figure_id = side_by_side.earlier_figure_id
        and pairs.later_figure_id = side_by_side.later_figure_id
cross join rules
where
    abs({{ days_between('earlier.first_reported_on', 'later.first_reported_on') }})
    <= rules.contradiction_days
    -- two bounded intervals that meet agree, and so do two bounds on the same side of a number
    and (
        earlier.upper_bound < later.lower_bound
        or later.upper_bound < earlier.lower_bound
        or (
            (earlier.number <> later.number or earlier.sets_floor = later.sets_ceiling)
            and (
                earlier.sets_floor or later.sets_floor
                or earlier.sets_ceiling or later.sets_ceiling
            )
        )
    )
