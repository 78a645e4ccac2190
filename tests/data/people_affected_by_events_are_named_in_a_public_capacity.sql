-- Captives, recruits and their relatives have no names here. A person whom an event befalls is
-- named only as an official or as publicly accused of recruiting.

with participants as (

    select * from {{ ref('event_participants') }}

),

actors as (

    select * from {{ ref('actors') }}

)

select distinct actors.actor_name
from participants
inner join actors on participants.actor_id = actors.actor_id
where
    participants.role = 'affected'
    and actors.kind = 'person'
    and actors.capacity not in ('official', 'accused_recruiter')
