-- What figures have in common that may make one occasion of them: a speaker with a period, a
-- population, one country of several, or an article; a report that carries them, of one population.
-- Each tie falls into stretches, by the days between its figures: `occasion` counts them.

with mentions as (

    select * from {{ ref('int_placed_figure_mentions') }}

),

claims as (

    select * from {{ ref('int_claims') }}

),

rules as (

    select * from {{ echo_rules() }}

),

population_parts as (

    select * from {{ ref('int_population_parts') }}

),

parts as (

    select distinct population, part from population_parts

),

-- whose people are named: of "foreigners" or of Russia's own one report has too much to say
named_populations as (

    select distinct population
    from population_parts
    where country <> 'RUS'

),

figures as (

    select claims.*
    from claims
    inner join mentions on claims.first_mention_id = mentions.mention_id
    where mentions.is_origin

),

-- what several figures may have in common
ties as (

    select claim_id as figure_id, 'period|' || speaker || '|' || period as tie
    from figures
    where not is_unnamed_speaker and retold_kind <> 'point' and period is not null

    union

    select claim_id as figure_id, 'population|' || speaker || '|' || retold_population as tie
    from figures
    where not is_unnamed_speaker and retold_kind <> 'point'

    union

    -- one of several countries that a retelling puts together otherwise
    select figures.claim_id as figure_id, 'part|' || figures.speaker || '|' || parts.part as tie
    from figures
    inner join parts on figures.retold_population = parts.population
    where not figures.is_unnamed_speaker and figures.retold_kind <> 'point'

    union

    select figure_id, 'article|' || speaker || '|' || article_id as tie
    from mentions
    where not is_unnamed_speaker and retold_kind <> 'point'

    union

    -- whoever speaks: others have it from one report, and quote now this figure of it and now that
    select
        mentions.figure_id,
        'report|' || mentions.relay_outlet_id || '|' || figures.retold_population as tie
    from mentions
    inner join figures on mentions.figure_id = figures.claim_id
    inner join named_populations on figures.retold_population = named_populations.population
    where mentions.relay_outlet_id is not null

    union

    -- what an outlet says of itself; outlets and actors share their ids
    select
        figures.claim_id as figure_id,
        'report|' || figures.speaker || '|' || figures.retold_population as tie
    from figures
    inner join named_populations on figures.retold_population = named_populations.population
    where figures.is_weak_speaker and not figures.is_unnamed_speaker

),

tied as (

    select
        ties.tie,
        figures.claim_id as figure_id,
        figures.said_order,
        figures.first_published_from,
        lag(figures.first_published_to) over (
            partition by ties.tie order by figures.said_order
        ) as said_before_on
    from ties
    inner join figures on ties.figure_id = figures.claim_id

)

select
    tied.tie,
    tied.figure_id,
    tied.said_order,
    sum(
        case
            when
                {{ days_between('tied.said_before_on', 'tied.first_published_from') }}
                > rules.announcement_days
                then 1
            else 0
        end
    ) over (
        partition by tied.tie order by tied.said_order
        rows between unbounded preceding and current row
    ) as occasion
from tied
cross join rules
