-- Offices held, with days. An unknown end is no end: the office counts as held until told otherwise.

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
    {{ edtf_to('held_to') }} as held_to
from positions
