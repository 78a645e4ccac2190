-- An event mention with its days and its country.

with mentions as (

    select * from {{ ref('int_reviewed_event_mentions') }}

),

articles as (

    select * from {{ ref('int_articles') }}

),

event_types as (

    select * from {{ ref('event_types') }}

),

places as (

    select * from {{ ref('registry_places') }}

)

select
    mentions.mention_id,
    mentions.article_id,
    articles.outlet_id,
    mentions.event_type,
    event_types.family,
    mentions.status,
    mentions.date as happened,
    places.country as place,
    mentions.place as place_as_printed,
    mentions.summary,
    mentions.extractor,
    {{ edtf_precision('mentions.date') }} as date_precision,
    mentions.quote_start,
    mentions.quote_end,
    {{ edtf_is_approximate('mentions.date') }} as is_date_approximate,
    {{ edtf_from('mentions.date') }} as happened_from,
    {{ edtf_to('mentions.date') }} as happened_to,
    articles.published_from,
    articles.published_to
from mentions
inner join articles on mentions.article_id = articles.article_id
inner join event_types on mentions.event_type = event_types.event_type
left join places on mentions.place = places.place
