-- What appeared, changed or went since the warehouse attached as `previous`, and why.
--
-- The cause is the nearest one: an article that came or went, a mention that did, a decision on a
-- mention, then whatever changed for all: the registry, the codebook, and failing these the models.

create temp macro differs(now_table, previous_table) as table
    (from query('from ' || now_table || ' except from ' || previous_table))
    union all
    (from query('from ' || previous_table || ' except from ' || now_table));

create temp table changed_articles as
select article_id from differs('landing.raw_articles', 'previous.landing.raw_articles');

create temp table changed_mentions as
select mention_id from differs('landing.raw_figure_mentions', 'previous.landing.raw_figure_mentions')
union
select mention_id from differs('landing.raw_event_mentions', 'previous.landing.raw_event_mentions')
union
select mention_id
from differs('landing.raw_event_participants', 'previous.landing.raw_event_participants');

create temp table decided_mentions as
select unnest([subject_id, corrected]) as mention_id
from differs('review.review_decisions', 'previous.review.review_decisions');

create temp table items as
with sides as (
    select 'figure' as item_kind, figure_id as item_id, md5(cast(figures as varchar)) as content, true as is_now
    from main.figures
    union all
    select 'figure', figure_id, md5(cast(figures as varchar)), false from previous.main.figures
    union all
    select 'event', event_id, md5(cast(events as varchar)), true from main.events
    union all
    select 'event', event_id, md5(cast(events as varchar)), false from previous.main.events
    union all
    select 'actor', actor_id, md5(cast(actors as varchar)), true from main.actors
    union all
    select 'actor', actor_id, md5(cast(actors as varchar)), false from previous.main.actors
)
select
    item_kind,
    item_id,
    case
        when not bool_or(not is_now) then 'appeared'
        when not bool_or(is_now) then 'went'
        else 'changed'
    end as change
from sides
group by item_kind, item_id
having count(distinct content) > 1 or count(*) = 1;

create temp table item_mentions as
select 'figure' as item_kind, figure_id as item_id, mention_id, article_id from main.figure_mentions
union
select 'figure', figure_id, mention_id, article_id from previous.main.figure_mentions
union
select 'event', event_id, mention_id, article_id from main.event_mentions
union
select 'event', event_id, mention_id, article_id from previous.main.event_mentions
union
select 'actor', names.actor_id, names.mention_id, names.article_id
from intermediate.int_resolved_names as names
union
select 'actor', names.actor_id, names.mention_id, names.article_id
from previous.intermediate.int_resolved_names as names;

-- a figure that went into another, or came out of one, went or came for what changed there
create temp table related_mentions as
select item_kind, item_id, mention_id, article_id from item_mentions
union
select own.item_kind, own.item_id, theirs.mention_id, theirs.article_id
from item_mentions as own
inner join item_mentions as shared
    on
        own.item_kind = shared.item_kind
        and own.mention_id = shared.mention_id
        and own.item_id <> shared.item_id
inner join item_mentions as theirs
    on shared.item_kind = theirs.item_kind and shared.item_id = theirs.item_id
where own.item_kind <> 'actor';

insert into main.changes by name
select
    items.item_kind,
    items.item_id,
    items.change,
    case
        when bool_or(changed_articles.article_id is not null) then 'source'
        when bool_or(changed_mentions.mention_id is not null) then 'extraction'
        when bool_or(decided_mentions.mention_id is not null) then 'review'
        when getvariable('registry_changed') then 'resolver'
        when getvariable('codebook_changed') then 'codebook'
        else 'model'
    end as cause,
    getvariable('previous_publication') as previous_publication
from items
left join related_mentions using (item_kind, item_id)
left join changed_articles on related_mentions.article_id = changed_articles.article_id
left join changed_mentions on related_mentions.mention_id = changed_mentions.mention_id
left join decided_mentions on related_mentions.mention_id = decided_mentions.mention_id
group by items.item_kind, items.item_id, items.change;
