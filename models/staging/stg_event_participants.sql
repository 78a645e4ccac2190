select
    ---------- ids
    mention_id,

    ---------- text
    name,
    role

from {{ landed('raw_event_participants') }}
