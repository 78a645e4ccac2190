with articles as (

    select * from {{ ref('int_articles') }}

),

-- an article dated to a year belongs to no month; `left_out` lists it
monthly_articles as (

    select
        outlet_id,
        cast(date_trunc('month', published_from) as date) as month
    from articles
    where date_trunc('month', published_from) = date_trunc('month', published_to)

)

select
    ---------- ids
    outlet_id,

    ---------- numbers
    count(*) as article_count,

    ---------- dates
    month

from monthly_articles
group by outlet_id, month
