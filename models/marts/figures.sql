with mentions as (

    select * from {{ ref('int_figure_mentions') }}

),

origins as (

    select mention_id
    from {{ ref('figure_mentions') }}
    where is_origin

),

-- what the origin said stands; what later mentions lost on the way does not touch the figure
claims as (

    select mentions.*
    from mentions
    inner join origins on mentions.mention_id = origins.mention_id

),

reports as (

    select
        figure_id,
        count(*) as mention_count,
        count(distinct article_id) as article_count,
        count(distinct outlet_id) as outlet_count,
        min(published_from) as first_reported_from,
        min(published_to) as first_reported_on,
        max(published_to) as last_reported_on
    from mentions
    group by figure_id

),

reported_claims as (

    select
        claims.*,
        reports.mention_count,
        reports.article_count,
        reports.outlet_count,
        reports.first_reported_on,
        -- a total or a stock holds when it was said, if its period was not over by then
        case
            when claims.kind in ('cumulative', 'stock')
                then least(claims.period_end_from, reports.first_reported_from)
        end as as_of_from,
        case
            when claims.kind in ('cumulative', 'stock')
                then least(claims.period_to, reports.first_reported_on)
        end as as_of_to,
        reports.first_reported_from,
        reports.last_reported_on
    from claims
    inner join reports on claims.figure_id = reports.figure_id

),

-- One speaker's series on one contract, by as-of date: the next date supersedes this one, unless
-- it was reported before. Two numbers for one stated period are no series, and flows of different
-- periods stand side by side.
series as (

    select *
    from reported_claims
    where
        kind in ('cumulative', 'stock')
        and measure <> 'other'
        and origin like 'actor:%'
        and period_to is not null

),

superseded as (

    select
        earlier.figure_id,
        min_by(
            later.figure_id,
            concat_ws(
                '|',
                cast(later.as_of_to as {{ dbt.type_string() }}),
                cast(later.first_reported_on as {{ dbt.type_string() }}),
                later.figure_id
            )
        ) as superseded_by
    from series as earlier
    inner join series as later
        on
            earlier.origin = later.origin
            and earlier.measure = later.measure
            and earlier.unit = later.unit
            and earlier.population = later.population
            and earlier.side = later.side
            and earlier.kind = later.kind
            and coalesce(earlier.period_from, date '0001-01-01')
            = coalesce(later.period_from, date '0001-01-01')
            and earlier.period <> later.period
            and earlier.as_of_to < later.as_of_to
            and earlier.first_reported_on <= later.first_reported_on
    group by earlier.figure_id

)

select
    ---------- ids
    reported_claims.figure_id,
    reported_claims.claimant_id,
    reported_claims.claimant_org_id,
    superseded.superseded_by,

    ---------- text
    reported_claims.measure,
    reported_claims.family,
    reported_claims.unit,
    reported_claims.relation,
    reported_claims.population,
    reported_claims.side,
    reported_claims.kind,
    reported_claims.period,
    reported_claims.claimant_as_coded,
    reported_claims.claimant_org_as_coded,
    reported_claims.claimant_position,
    reported_claims.origin,
    reported_claims.scope,
    reported_claims.summary,

    ---------- numbers
    reported_claims.value_low,
    reported_claims.value_high,
    reported_claims.lower_bound,
    reported_claims.upper_bound,
    reported_claims.mention_count,
    reported_claims.article_count,
    reported_claims.outlet_count,

    ---------- booleans
    reported_claims.is_lower_open,
    reported_claims.is_upper_open,
    reported_claims.is_period_approximate,
    reported_claims.is_part_of_whole,
    -- a flow of a month that was not over says less than it seems to; where the article is dated
    -- too coarsely to tell, nobody knows
    case
        when reported_claims.kind <> 'flow' or reported_claims.period_to is null then false
        when reported_claims.period_to > reported_claims.first_reported_on then true
        when reported_claims.period_to <= reported_claims.first_reported_from then false
    end as is_partial_period,

    ---------- dates
    reported_claims.period_from,
    reported_claims.period_to,
    reported_claims.as_of_from,
    reported_claims.as_of_to,
    reported_claims.first_reported_on,
    reported_claims.last_reported_on

from reported_claims
left join superseded on reported_claims.figure_id = superseded.figure_id
