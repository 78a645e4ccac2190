-- Whom each name means: an actor by its name, by an alias in this context, by an alias anywhere,
-- by the office held on the day; or no actor, with the registry's reason; or unresolved.

with names as (

    select * from {{ ref('int_names') }}

),

actors as (

    select * from {{ ref('registry_actors') }}

),

aliases as (

    select * from {{ ref('registry_actor_aliases') }}

),

offices as (

    select * from {{ ref('registry_office_aliases') }}

),

positions as (

    select * from {{ ref('int_positions') }}

),

non_actors as (

    select * from {{ ref('registry_non_actors') }}

),

distinct_names as (

    select distinct name, context, said_on from names

),

-- An office means its one holder on the day. Where no holder is known, or several could be, it
-- means the body: a wrong person is worse than none.
office_holders as (

    select
        distinct_names.name,
        distinct_names.context,
        distinct_names.said_on,
        offices.organisation_id,
        count(positions.actor_id) as holder_count,
        min(positions.actor_id) as holder_id
    from distinct_names
    inner join offices on distinct_names.name = offices.alias
    left join positions
        on
            offices.organisation_id = positions.organisation_id
            and offices.position = positions.position
            and {{ known_held_on('positions', 'distinct_names.said_on') }}
    group by
        distinct_names.name,
        distinct_names.context,
        distinct_names.said_on,
        offices.organisation_id

),

-- the smaller the rank, the surer the reading
candidates as (

    select
        distinct_names.*,
        actors.actor_id,
        'name' as resolution,
        cast(null as {{ dbt.type_string() }}) as reason,
        1 as certainty_rank
    from distinct_names
    inner join actors on distinct_names.name = actors.actor_name

    union all

    select
        distinct_names.*,
        aliases.actor_id,
        'alias in context' as resolution,
        cast(null as {{ dbt.type_string() }}) as reason,
        2 as certainty_rank
    from distinct_names
    inner join aliases on distinct_names.name = aliases.alias
    where '+' || distinct_names.context || '+' like '%+' || aliases.context || '+%'

    union all

    select
        distinct_names.*,
        aliases.actor_id,
        'alias' as resolution,
        cast(null as {{ dbt.type_string() }}) as reason,
        3 as certainty_rank
    from distinct_names
    inner join aliases on distinct_names.name = aliases.alias
    where aliases.context is null

    union all

    select
        name,
        context,
        said_on,
        case when holder_count = 1 then holder_id else organisation_id end as actor_id,
        'office' as resolution,
        cast(null as {{ dbt.type_string() }}) as reason,
        4 as certainty_rank
    from office_holders

    union all

    select
        distinct_names.*,
        cast(null as {{ dbt.type_string() }}) as actor_id,
        'no actor' as resolution,
        non_actors.reason,
        5 as certainty_rank
    from distinct_names
    inner join non_actors on distinct_names.name = non_actors.name

),

surest as (

    select *
    from candidates
    qualify
        row_number() over (
            partition by name, context, said_on
            order by certainty_rank, actor_id
        ) = 1

)

select
    names.source_table,
    names.mention_id,
    names.article_id,
    names.field,
    names.role,
    names.name,
    surest.actor_id,
    coalesce(surest.resolution, 'unresolved') as resolution,
    case when surest.actor_id is null then coalesce(surest.reason, 'unresolved') end as reason,
    names.said_on
from names
left join surest
    on
        names.name = surest.name
        and coalesce(names.context, '') = coalesce(surest.context, '')
        and names.said_on = surest.said_on
