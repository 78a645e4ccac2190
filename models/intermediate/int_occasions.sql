-- Which figures were said on one occasion: by one speaker at about one time, of one period, of one
-- population, of one country among several, or in one article; or carried at about one time by one
-- outlet that others quote, of one population.

with mentions as (

    select * from {{ ref('int_placed_figure_mentions') }}

),

claims as (

    select * from {{ ref('int_claims') }}

),

occasions as (

    select * from {{ ref('int_occasion_ties') }}

),

figures as (

    select claims.*
    from claims
    inner join mentions on claims.first_mention_id = mentions.mention_id
    where mentions.is_origin

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
