with mentions as (

    select * from {{ ref('int_placed_event_mentions') }}

),

participants as (

    select *
    from {{ ref('int_resolved_names') }}
    where source_table = 'raw_event_participants' and actor_id is not null

)

select
    ---------- ids
    mentions.event_id,
    participants.actor_id,

    ---------- text
    participants.role,

    ---------- numbers
    count(*) as mention_count

from participants
inner join mentions on participants.mention_id = mentions.mention_id
group by mentions.event_id, participants.actor_id, participants.role
