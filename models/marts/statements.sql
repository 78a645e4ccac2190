with mentions as (

    select * from {{ ref('int_statement_mentions') }}

),

first_reports as (

    select *
    from mentions
    qualify
        row_number() over (
            partition by statement_id order by published_to, published_from, mention_id
        ) = 1

),

reports as (

    select
        statement_id,
        count(*) as mention_count,
        count(distinct article_id) as article_count,
        count(distinct outlet_id) as outlet_count,
        min(period_from) as period_from,
        max(period_to) as period_to,
        min(published_to) as first_reported_on,
        max(published_to) as last_reported_on
    from mentions
    group by statement_id

)

select
    ---------- ids
    first_reports.statement_id,
    first_reports.claimant_id,
    first_reports.claimant_org_id,

    ---------- text
    first_reports.topic,
    first_reports.value,
    first_reports.population,
    first_reports.claimant_as_coded,
    first_reports.claimant_org_as_coded,
    first_reports.summary,

    ---------- numbers
    reports.mention_count,
    reports.article_count,
    reports.outlet_count,

    ---------- dates
    reports.period_from,
    reports.period_to,
    reports.first_reported_on,
    reports.last_reported_on

from first_reports
inner join reports on first_reports.statement_id = reports.statement_id
