with outlets as (

    select * from {{ ref('registry_outlets') }}

),

articles as (

    select outlet_id, count(*) as article_count
    from {{ ref('int_articles') }}
    group by outlet_id

)

select
    ---------- ids
    outlets.outlet_id,

    ---------- text
    outlets.outlet_name,
    outlets.country,
    outlets.kind,
    outlets.trait,
    outlets.note,

    ---------- numbers
    coalesce(articles.article_count, 0) as article_count

from outlets
left join articles on outlets.outlet_id = articles.outlet_id
