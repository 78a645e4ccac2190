-- Whatever landed or is registered and does not appear where one would look for it, with the reason.

with decisions as (

    select * from {{ ref('stg_review_decisions') }}

),

figure_mentions as (

    select mention_id, article_id from {{ ref('stg_figure_mentions') }}

),

event_mentions as (

    select mention_id, article_id from {{ ref('stg_event_mentions') }}

),

statement_mentions as (

    select mention_id, article_id from {{ ref('stg_statement_mentions') }}

),

participants as (

    select * from {{ ref('stg_event_participants') }}

),

articles as (

    select * from {{ ref('int_articles') }}

),

landed_articles as (

    select * from {{ ref('stg_articles') }}

),

resolved_names as (

    select * from {{ ref('int_resolved_names') }}

),

events as (

    select * from {{ ref('int_event_mentions') }}

),

places as (

    select * from {{ ref('registry_places') }}

),

outlets as (

    select * from {{ ref('registry_outlets') }}

),

positions as (

    select * from {{ ref('int_positions') }}

),

landed_mentions as (

    select 'raw_figure_mentions' as source_table, 'figures' as left_out_of, * from figure_mentions
    union all
    select 'raw_event_mentions' as source_table, 'events' as left_out_of, * from event_mentions
    union all
    select 'raw_statement_mentions' as source_table, 'statements' as left_out_of, *
    from statement_mentions

),

-- what landed without being read: in a replay of an earlier day it was not published yet, else a
-- later version of its article took its place
unread_articles as (

    select
        landed_articles.article_id,
        landed_articles.published_edtf,
        last_versions.article_id as last_version_id,
        case
            when last_versions.article_id is null then 'not_published_yet' else 'earlier_version'
        end as reason
    from landed_articles
    left join articles on landed_articles.article_id = articles.article_id
    left join articles as last_versions on landed_articles.url = last_versions.url
    where articles.article_id is null

),

unread_mentions as (

    select
        landed_mentions.source_table,
        landed_mentions.mention_id as source_id,
        landed_mentions.left_out_of,
        'mention_id' as field,
        landed_mentions.mention_id as found,
        unread_articles.reason,
        unread_articles.last_version_id
    from landed_mentions
    inner join unread_articles on landed_mentions.article_id = unread_articles.article_id

),

unread_participants as (

    select
        'raw_event_participants' as source_table,
        participants.mention_id as source_id,
        'event_participants' as left_out_of,
        participants.role as field,
        participants.name as found,
        unread_mentions.reason,
        unread_mentions.last_version_id
    from participants
    inner join unread_mentions
        on
            participants.mention_id = unread_mentions.source_id
            and unread_mentions.source_table = 'raw_event_mentions'

),

articles_not_read as (

    select
        'raw_articles' as source_table,
        article_id as source_id,
        'articles' as left_out_of,
        'published_on' as field,
        published_edtf as found,
        reason,
        last_version_id
    from unread_articles

),

unread as (

    select
        source_table,
        source_id,
        last_version_id as article_id,
        left_out_of,
        field,
        found,
        reason,
        cast(null as {{ dbt.type_string() }}) as detail
    from (
        select * from unread_mentions
        union all
        select * from unread_participants
        union all
        select * from articles_not_read
    ) as all_unread

),

rejections as (

    select
        subject_table,
        subject_id,
        max_by(reason, decision_id) as detail
    from decisions
    where decision = 'reject'
    group by subject_table, subject_id

),

rejected_mentions as (

    select
        landed_mentions.source_table,
        landed_mentions.mention_id as source_id,
        landed_mentions.article_id,
        landed_mentions.left_out_of,
        'mention_id' as field,
        landed_mentions.mention_id as found,
        'rejected' as reason,
        rejections.detail
    from landed_mentions
    inner join articles on landed_mentions.article_id = articles.article_id
    inner join rejections
        on
            landed_mentions.source_table = rejections.subject_table
            and landed_mentions.mention_id = rejections.subject_id

),

rejected_participants as (

    select
        'raw_event_participants' as source_table,
        participants.mention_id as source_id,
        rejected_mentions.article_id,
        'event_participants' as left_out_of,
        participants.role as field,
        participants.name as found,
        'rejected' as reason,
        rejected_mentions.detail
    from participants
    inner join rejected_mentions
        on
            participants.mention_id = rejected_mentions.source_id
            and rejected_mentions.source_table = 'raw_event_mentions'

),

names_without_actor as (

    select
        source_table,
        mention_id as source_id,
        article_id,
        case
            when source_table = 'raw_event_participants' then 'event_participants'
            else 'actors'
        end as left_out_of,
        case when field = 'participant' then role else field end as field,
        name as found,
        reason,
        cast(null as {{ dbt.type_string() }}) as detail
    from resolved_names
    where actor_id is null

),

articles_without_month as (

    select
        'raw_articles' as source_table,
        article_id as source_id,
        article_id,
        'coverage_monthly' as left_out_of,
        'published_on' as field,
        published_on as found,
        'date_too_coarse' as reason,
        cast(null as {{ dbt.type_string() }}) as detail
    from articles
    where date_trunc('month', published_from) <> date_trunc('month', published_to)

),

events_without_country as (

    select
        'raw_event_mentions' as source_table,
        events.mention_id as source_id,
        events.article_id,
        'events' as left_out_of,
        'place' as field,
        events.place_as_printed as found,
        'no_single_country' as reason,
        places.note as detail
    from events
    left join places on events.place_as_printed = places.place
    where events.place is null

),

outlets_without_country as (

    select
        'registry_outlets' as source_table,
        outlet_id as source_id,
        cast(null as {{ dbt.type_string() }}) as article_id,
        'outlets' as left_out_of,
        'country' as field,
        outlet_name as found,
        'country_unknown' as reason,
        cast(null as {{ dbt.type_string() }}) as detail
    from outlets
    where country is null

),

offices_without_date as (

    select
        'registry_actor_positions' as source_table,
        position_id as source_id,
        cast(null as {{ dbt.type_string() }}) as article_id,
        'actor_positions' as left_out_of,
        'held_from' as field,
        actor_id || ', ' || position as found,
        'undated_office' as reason,
        note as detail
    from positions
    where coalesce(held_from, held_to, seen_from, seen_to) is null

),

everything as (

    select * from unread
    union all
    select * from rejected_mentions
    union all
    select * from rejected_participants
    union all
    select * from names_without_actor
    union all
    select * from articles_without_month
    union all
    select * from events_without_country
    union all
    select * from outlets_without_country
    union all
    select * from offices_without_date

)

select
    ---------- ids
    {{ id_of(['source_table', 'source_id', 'left_out_of', 'field', 'found']) }} as left_out_id,
    source_id,
    article_id,

    ---------- text
    source_table,
    left_out_of,
    field,
    found,
    reason,
    detail

from everything
