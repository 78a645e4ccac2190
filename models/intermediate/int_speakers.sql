-- Who speaks in each mention, and for which body.

with resolved_names as (

    select *
    from {{ ref('int_resolved_names') }}
    where field in ('claimant', 'claimant_org')

),

positions as (

    select * from {{ ref('int_positions') }}

),

speakers as (

    select
        source_table,
        mention_id,
        max(case when field = 'claimant' then actor_id end) as claimant_id,
        max(case when field = 'claimant_org' then actor_id end) as stated_org_id,
        max(said_on) as said_on
    from resolved_names
    group by source_table, mention_id

),

-- a person speaks for the body in which the person held office on the day, unless told otherwise;
-- an office known to be held on the day comes before one that may have been
offices as (

    select
        speakers.source_table,
        speakers.mention_id,
        positions.organisation_id,
        positions.position
    from speakers
    inner join positions
        on
            speakers.claimant_id = positions.actor_id
            and {{ held_on('positions', 'speakers.said_on') }}
            and coalesce(speakers.stated_org_id, positions.organisation_id)
            = positions.organisation_id
    qualify
        row_number() over (
            partition by speakers.source_table, speakers.mention_id
            order by
                case when {{ known_held_on('positions', 'speakers.said_on') }} then 1 else 2 end,
                positions.held_from desc nulls last,
                positions.position_id asc
        ) = 1

)

select
    speakers.source_table,
    speakers.mention_id,
    speakers.claimant_id,
    coalesce(speakers.stated_org_id, offices.organisation_id) as claimant_org_id,
    offices.position as claimant_position,
    speakers.said_on
from speakers
left join offices
    on
        speakers.source_table = offices.source_table
        and speakers.mention_id = offices.mention_id
