with positions as (

    select * from {{ ref('int_positions') }}

)

select
    ---------- ids
    position_id,
    actor_id,
    organisation_id,

    ---------- text
    position,
    note,

    ---------- dates
    held_from,
    held_to,
    seen_from,
    seen_to

from positions
