-- Denials laid beside what they deny: the figures of the same country's people, and the events in the
-- same country, that others assert (seed `denial_rules`). A denial names no number, so whether both
-- can be true is for the reader; a denial by the speaker's own body is none.

with events as (

    select * from {{ ref('events') }}

),

figures as (

    select * from {{ ref('figures') }}

),

participants as (

    select distinct event_id, actor_id from {{ ref('event_participants') }}

),

denial_rules as (

    select * from {{ ref('denial_rules') }}

),

echo_rules as (

    select * from {{ echo_rules() }}

),

denials as (

    select
        events.event_id,
        events.place,
        events.first_reported_on,
        denial_rules.denied_table,
        denial_rules.denied
    from events
    inner join denial_rules on events.event_type = denial_rules.event_type
    where events.place is not null

),

denied_figures as (

    select
        denials.event_id,
        denials.denied_table,
        figures.figure_id as denied_id,
        denials.first_reported_on as denied_on,
        figures.first_reported_on as asserted_on
    from denials
    inner join figures
        on
            denials.denied_table = 'figures'
            and denials.denied = figures.family
            and denials.place = figures.population
            -- a denial made in Russia is of those whom Russia recruits, whose country it does not tell
            and denials.place <> 'RUS'
    left join participants
        on
            denials.event_id = participants.event_id
            and figures.origin = 'actor:' || participants.actor_id
    where
        participants.event_id is null
        and figures.unit = 'persons'
        and figures.side = 'RU'
        -- "none were recruited" agrees with the denial
        and coalesce(figures.upper_bound > 0, true)

),

denied_events as (

    select
        denials.event_id,
        denials.denied_table,
        events.event_id as denied_id,
        denials.first_reported_on as denied_on,
        events.first_reported_on as asserted_on
    from denials
    inner join events
        on
            denials.denied_table = 'events'
            and denials.denied = events.event_type
            and denials.place = events.place
    cross join echo_rules
    where
        abs({{ days_between('denials.first_reported_on', 'events.first_reported_on') }})
        <= echo_rules.event_report_days

),

laid_beside as (

    select * from denied_figures
    union all
    select * from denied_events

)

select
    ---------- ids
    laid_beside.event_id,
    laid_beside.denied_id,

    ---------- text
    laid_beside.denied_table,

    ---------- booleans
    laid_beside.asserted_on > laid_beside.denied_on as is_asserted_later,

    ---------- dates
    laid_beside.denied_on,
    laid_beside.asserted_on

from laid_beside
cross join echo_rules
where
    abs({{ days_between('laid_beside.denied_on', 'laid_beside.asserted_on') }})
    <= echo_rules.contradiction_days
