with actors as (

    select * from {{ ref('registry_actors') }}

),

articles as (

    select * from {{ ref('int_articles') }}

),

names as (

    select * from {{ ref('int_resolved_names') }}
    where actor_id is not null

),

seen as (

    select
        names.actor_id,
        count(*) as mention_count,
        count(distinct names.article_id) as article_count,
        min(articles.published_to) as first_seen_on,
        max(articles.published_to) as last_seen_on
    from names
    inner join articles on names.article_id = articles.article_id
    group by names.actor_id

)

select
    ---------- ids
    actors.actor_id,

    ---------- text
    actors.actor_name,
    actors.kind,
    actors.country,
    actors.capacity,
    actors.note,

    ---------- numbers
    coalesce(seen.mention_count, 0) as mention_count,
    coalesce(seen.article_count, 0) as article_count,

    ---------- dates
    seen.first_seen_on,
    seen.last_seen_on

from actors
left join seen on actors.actor_id = seen.actor_id
