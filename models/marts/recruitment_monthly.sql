-- What the figures allow for each month: how many were recruited in it, and by its end.
--
-- The largest floor and the lowest ceiling make the band. Where they cross, the figures cannot all
-- hold and the month is contested: the band then runs from the largest floor that no ceiling
-- contradicts to the lowest ceiling that no floor contradicts, so that whichever side is right is
-- in it.

with bounds as (

    select * from {{ ref('int_recruitment_bounds') }}

),

coverage as (

    select month, cast(sum(article_count) as {{ dbt.type_bigint() }}) as article_count
    from {{ ref('coverage_monthly') }}
    group by month

),

-- flows and totals are different contracts, and so are never mixed
extremes as (

    select
        population,
        measure,
        kind,
        month,
        {{ within_contract('max(floor)', 'bounds') }} as largest_floor,
        {{ within_contract('min(ceiling)', 'bounds') }} as lowest_ceiling
    from bounds
    group by population, measure, kind, month

),

bands as (

    select
        bounds.population,
        bounds.measure,
        bounds.kind,
        bounds.month,
        extremes.largest_floor,
        extremes.lowest_ceiling,
        {{ within_contract(
            'max(case when floor <= coalesce(lowest_ceiling, floor) then floor end)', 'bounds'
        ) }} as lower_bound,
        {{ within_contract(
            'min(case when ceiling >= coalesce(largest_floor, ceiling) then ceiling end)', 'bounds'
        ) }} as upper_bound
    from bounds
    inner join extremes
        on
            bounds.population = extremes.population
            and bounds.measure = extremes.measure
            and bounds.kind = extremes.kind
            and bounds.month = extremes.month
    group by
        bounds.population,
        bounds.measure,
        bounds.kind,
        bounds.month,
        extremes.largest_floor,
        extremes.lowest_ceiling

),

speakers as (

    select
        population,
        measure,
        month,
        count(distinct case when speaks_of_month then figure_id end) as figure_count,
        count(distinct case when speaks_of_month then origin end) as origin_count
    from bounds
    group by population, measure, month

),

side_by_side as (

    select
        speakers.*,
        flows.largest_floor as flow_floor,
        flows.lowest_ceiling as flow_ceiling,
        flows.lower_bound as flow_lower_bound,
        flows.upper_bound as flow_upper_bound,
        totals.largest_floor as total_floor,
        totals.lowest_ceiling as total_ceiling,
        totals.lower_bound as total_lower_bound,
        totals.upper_bound as total_upper_bound
    from speakers
    left join bands as flows
        on
            speakers.population = flows.population
            and speakers.measure = flows.measure
            and speakers.month = flows.month
            and flows.kind = 'flow'
    left join bands as totals
        on
            speakers.population = totals.population
            and speakers.measure = totals.measure
            and speakers.month = totals.month
            and totals.kind = 'cumulative'

),

-- nobody was recruited in a month who is not in the total by its end
flows_within_totals as (

    select
        side_by_side.*,
        coalesce(flow_lower_bound > total_upper_bound, false) as is_flow_beyond_total
    from side_by_side

)

select
    ---------- text
    flows_within_totals.population,
    flows_within_totals.measure,

    ---------- numbers
    case when not is_flow_beyond_total then flow_lower_bound end as lower_bound,
    -- `least` passes over a missing ceiling on both engines
    case
        when is_flow_beyond_total then flow_upper_bound
        else least(flow_upper_bound, total_upper_bound)
    end as upper_bound,
    total_lower_bound as cumulative_lower_bound,
    total_upper_bound as cumulative_upper_bound,
    flows_within_totals.figure_count,
    flows_within_totals.origin_count,
    coalesce(coverage.article_count, 0) as article_count,

    ---------- booleans
    is_flow_beyond_total
    or coalesce(flow_floor > flow_ceiling, false)
    or coalesce(total_floor > total_ceiling, false) as is_contested,

    ---------- dates
    flows_within_totals.month

from flows_within_totals
left join coverage on flows_within_totals.month = coverage.month
