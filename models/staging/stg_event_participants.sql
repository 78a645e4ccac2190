select
    ---------- ids
    mention_id,

    ---------- text
    name,
    role

from {{ ref('raw_event_participants') }}
