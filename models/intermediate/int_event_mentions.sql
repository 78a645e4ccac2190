-- An event mention with its days, its country and the event it belongs to.

with mentions as (

    select * from {{ ref('int_reviewed_event_mentions') }}

),

articles as (

    select * from {{ ref('int_articles') }}

),

resolved_names as (

    select *
    from {{ ref('int_resolved_names') }}
    where source_table = 'raw_event_participants' and actor_id is not null

),

event_types as (

    select * from {{ ref('event_types') }}

),

places as (

    select * from {{ ref('registry_places') }}

),

-- who stands for the event when two reports are compared: whoever did it, then whoever it was
-- done to or decided by
lead_actors as (

    select mention_id, actor_id as lead_actor_id
    from resolved_names
    qualify
        row_number() over (
            partition by mention_id
            order by
                case role
                    when 'initiator' then 1 when 'accused' then 2 when 'publisher' then 3
                    when 'speaker' then 4 when 'participant' then 5 when 'authority' then 6
                    else 7
                end,
                actor_id
        ) = 1

),

described as (

    select
        mentions.mention_id,
        mentions.article_id,
        articles.outlet_id,
        lead_actors.lead_actor_id,
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
    left join lead_actors on mentions.mention_id = lead_actors.mention_id

),

-- Reports are of one event when type, country, days and the leading actor agree. Without a named
-- actor only an exact day tells one event from the next; without either, every report stands
-- alone.
with_key as (

    select
        described.*,
        {{ id_of([
            'event_type', 'place', 'happened_from', 'happened_to', 'lead_actor_id',
            "case when lead_actor_id is null and date_precision <> 'day' then mention_id end",
            "case when lead_actor_id is null and happened is null then mention_id end",
        ]) }} as event_key
    from described

),

numbered as (

    select
        with_key.*,
        row_number() over (partition by event_key, article_id order by mention_id)
            as event_number_in_article
    from with_key

)

select
    numbered.*,
    {{ id_of(['event_key', 'event_number_in_article']) }} as event_id
from numbered
