with articles as (

    select * from {{ ref('int_articles') }}

),

figure_mentions as (

    select article_id, count(*) as figure_mention_count
    from {{ ref('int_figure_mentions') }}
    group by article_id

),

event_mentions as (

    select article_id, count(*) as event_mention_count
    from {{ ref('int_event_mentions') }}
    group by article_id

),

statement_mentions as (

    select article_id, count(*) as statement_mention_count
    from {{ ref('int_statement_mentions') }}
    group by article_id

)

select
    ---------- ids
    articles.article_id,
    articles.outlet_id,
    articles.relayed_from_outlet_id,

    ---------- text
    articles.url,
    articles.published_on,
    articles.published_on_basis,
    articles.language,
    articles.topic,
    articles.relay_relation,
    articles.text_sha256,

    ---------- numbers
    articles.text_length,
    articles.version_count,
    coalesce(figure_mentions.figure_mention_count, 0) as figure_mention_count,
    coalesce(event_mentions.event_mention_count, 0) as event_mention_count,
    coalesce(statement_mentions.statement_mention_count, 0) as statement_mention_count,

    ---------- dates
    articles.published_from,
    articles.published_to,

    ---------- timestamps
    articles.landed_at

from articles
left join figure_mentions on articles.article_id = figure_mentions.article_id
left join event_mentions on articles.article_id = event_mentions.article_id
left join statement_mentions on articles.article_id = statement_mentions.article_id
