-- Offices held, with days. An unknown end is no end: the office counts as held until told otherwise.
-- Where neither end is known, the days on which it was seen held are what there is.

with positions as (

    select * from {{ ref('registry_actor_positions') }}

)

select
    {{ id_of(['actor_id', 'organisation_id', 'position', 'held_from']) }} as position_id,
    actor_id,
    organisation_id,
    position,
    note,
    {{ edtf_from('held_from') }} as held_from,
    {{ edtf_to('held_to') }} as held_to,
    {{ edtf_from('seen_from') }} as seen_from,
    {{ edtf_to('seen_to') }} as seen_to
from positions
