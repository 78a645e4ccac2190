-- An article with its outlet, the outlet whose text it prints, and its days. A replay of an earlier
-- day (`muster build --as-of`) knows only the articles that had surely appeared by then. An article that
-- was changed is one article, as it stands in the version that landed last.

with articles as (

    select * from {{ ref('stg_articles') }}

),

labels as (

    select * from {{ ref('registry_outlet_labels') }}

),

outlets as (

    select * from {{ ref('registry_outlets') }}

),

dated as (

    select
        articles.article_id,
        labels.outlet_id,
        labels.relayed_from as relayed_from_outlet_id,
        articles.url,
        articles.outlet_label,
        relays.outlet_name as relayed_from,
        labels.relation as relay_relation,
        articles.published_edtf as published_on,
        articles.published_on_basis,
        articles.language,
        articles.topic,
        articles.text_sha256,
        articles.text_length,
        {{ edtf_from('articles.published_edtf') }} as published_from,
        -- an article that is dated to the year cannot have appeared after it landed
        greatest(
            {{ edtf_from('articles.published_edtf') }},
            least({{ edtf_to('articles.published_edtf') }}, cast(articles.landed_at as date))
        ) as published_to,
        articles.landed_at
    from articles
    left join labels on articles.outlet_label = labels.outlet_label
    left join outlets as relays on labels.relayed_from = relays.outlet_id

),

known as (

    select *
    from dated
    {%- if var('as_of', none) %}
    where published_to <= date '{{ var("as_of") }}'
    {%- endif %}

),

versions as (

    select
        *,
        count(*) over (partition by url) as version_count,
        row_number() over (partition by url order by landed_at desc, article_id desc) as version_rank
    from known

)

select
    article_id,
    outlet_id,
    relayed_from_outlet_id,
    url,
    outlet_label,
    relayed_from,
    relay_relation,
    published_on,
    published_on_basis,
    language,
    topic,
    text_sha256,
    text_length,
    version_count,
    published_from,
    published_to,
    landed_at
from versions
where version_rank = 1
