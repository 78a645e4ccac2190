-- Which figures were said on one occasion: by one speaker at about one time, of one period, of one
-- population, of one country among several, or in one article; or, where no body answers for them,
-- carried at about one time by one outlet that others quote, of one population.

with mentions as (

    select * from {{ ref('int_placed_figure_mentions') }}

),

claims as (

    select * from {{ ref('int_claims') }}

),

rules as (

    select * from {{ echo_rules() }}

),

parts as (

    select distinct population, part from {{ ref('int_population_parts') }}

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

    select
        mentions.figure_id,
        'relay|' || mentions.relay_outlet_id || '|' || figures.retold_population as tie
    from mentions
    inner join figures on mentions.figure_id = figures.claim_id
    where mentions.relay_outlet_id is not null and mentions.is_weak_speaker

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

),

occasions as (

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

),

-- Figures that are tied to one figure are tied to each other: each round hands the earliest figure
-- on to whatever is tied to it.
round_0 as (

    select claim_id as figure_id, said_order as first_said_order
    from figures

)
{%- for n in range(4) %},

ties_{{ n + 1 }} as (

    select occasions.tie, occasions.occasion, min(labels.first_said_order) as first_said_order
    from occasions
    inner join round_{{ n }} as labels on occasions.figure_id = labels.figure_id
    group by occasions.tie, occasions.occasion

),

round_{{ n + 1 }} as (

    select
        labels.figure_id,
        coalesce(
            min(ties_{{ n + 1 }}.first_said_order), labels.first_said_order
        ) as first_said_order
    from round_{{ n }} as labels
    left join occasions on labels.figure_id = occasions.figure_id
    left join ties_{{ n + 1 }}
        on
            occasions.tie = ties_{{ n + 1 }}.tie
            and occasions.occasion = ties_{{ n + 1 }}.occasion
    group by labels.figure_id, labels.first_said_order

)
{%- endfor %}

select
    round_4.figure_id,
    figures.claim_id as occasion_id
from round_4
inner join figures on round_4.first_said_order = figures.said_order
