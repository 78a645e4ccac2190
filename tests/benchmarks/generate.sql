-- The archive of generate.py: the shipped mentions in many editions, and their reprints. One table
-- `made_…` a landing table; its caller has loaded the seeds, the dates that move and the variables.

create macro chance(choice) as hash(choice, getvariable('seed')) % 1000003 / 1000003.0;

create macro new_id(parts) as substr(md5(parts), 1, 16);

-- few articles are reprinted often: the share with n reprints or more falls with 1 / n²
create macro reprints_of(choice) as
    least(2000, cast(floor(1 / sqrt(1 - chance(choice))) as integer) - 1);

-- what reviewers corrected or rejected is no example
delete from raw_figure_mentions
where mention_id in (select subject_id from review_decisions where decision in ('correct', 'reject'));

delete from raw_event_mentions
where mention_id in (select subject_id from review_decisions where decision in ('correct', 'reject'));

delete from raw_statement_mentions
where mention_id in (select subject_id from review_decisions where decision in ('correct', 'reject'));

create table editions as
with shipped as (
    select
        (select count(*) from raw_figure_mentions)
        + (select count(*) from raw_event_mentions)
        + (select count(*) from raw_statement_mentions) as mention_count
),

counted as (
    -- a reprint has 6 of 10 mentions of its article, and an article has 0.64 reprints
    select greatest(1, cast(
        getvariable('mentions') / (shipped.mention_count * (1 + 0.64 * 0.6)) as integer
    )) as edition_count
    from shipped
)

select
    edition,
    'e' || edition as edition_name,
    cast(hash('world', edition, getvariable('seed'))
        % cast(ceil(pow(edition_count, getvariable('breadth'))) as bigint) as integer) as world,
    cast(hash('months', edition, getvariable('seed')) % getvariable('months_back') as integer) as months,
    1 + cast(hash('factor', edition, getvariable('seed')) % 13 as integer) as factor
from counted, range(1, edition_count + 1) as t (edition);

-- The peoples of a world: in the first as shipped, in each other one together with two countries that
-- the shipped codes do not name.
create table peoples as
with used as (
    select distinct population from (
        select population from raw_figure_mentions union all select population from raw_statement_mentions
    ) where population is not null
),

unused as (
    select country, row_number() over (order by country) - 1 as position, count(*) over () as country_count
    from registry_countries
    where country not in (
        select unnest(string_split(population, '+')) from used
        union all
        select country from registry_region_members
    )
),

worlds as (
    select distinct world from editions
)

select
    worlds.world,
    used.population as written,
    case
        when worlds.world = 0 then used.population
        -- an alias is the registry's word for one code, and stands alone
        else coalesce(aliases.population, used.population) || '+' || one.country || '+' || other.country
    end as becomes
from used
cross join worlds
inner join unused as one
    on one.position = hash('one', worlds.world, used.population, getvariable('seed')) % one.country_count
inner join unused as other
    on other.position
        = (one.position + 1 + hash('other', worlds.world, used.population, getvariable('seed'))
            % (one.country_count - 1)) % one.country_count
left join registry_population_aliases as aliases on used.population = aliases.alias;

-- outlets by how much they print: most labels once, some very often
create table labels as
select
    outlet_label,
    (sum(weight) over (order by outlet_label) - weight) / sum(weight) over () as starts_at
from (
    select labels.outlet_label, pow(1 + count(raw_articles.article_id), 2) as weight
    from registry_outlet_labels as labels
    left join raw_articles on labels.outlet_label = raw_articles.outlet
    group by labels.outlet_label
);

-- reprint 0 is the edition's own article
create table articles as
with told as (
    select
        raw_articles.*,
        editions.edition,
        editions.edition_name,
        editions.world,
        editions.months,
        editions.factor,
        reprint,
        case
            when reprint = 0 then raw_articles.article_id || '-' || editions.edition_name
            else raw_articles.article_id || '-' || editions.edition_name || '-r' || reprint
        end as made_id
    from raw_articles
    cross join editions
    cross join unnest(range(
        0, 1 + reprints_of(concat_ws('|', 'reprints', raw_articles.article_id, editions.edition))
    )) as reprints (reprint)
)

select
    told.article_id,
    told.edition,
    told.world,
    told.factor,
    told.months,
    told.reprint,
    told.made_id,
    told.url || '#' || told.made_id as url,
    case when told.reprint = 0 then told.outlet else labels.outlet_label end as outlet,
    told.outlet as first_outlet,
    case
        -- half of the reprints appear within two days, one in twenty after three weeks
        when told.reprint > 0 and length(moved.becomes) = 10
            then cast(cast(cast(moved.becomes as date) + cast(
                -3 * ln(1 - chance('delay' || told.made_id)) * (1 + chance('slow' || told.made_id) * 3)
                as integer) as date) as varchar)
        else moved.becomes
    end as published_on,
    told.published_on_basis,
    told.language,
    told.topic,
    sha256(told.made_id) as text_sha256,
    2000 + cast(hash(told.made_id) % 6000 as integer) as text_length,
    told.landed_at
from told
inner join moved on told.published_on = moved.written and told.months = moved.months
asof inner join labels on chance('outlet' || told.made_id) >= labels.starts_at;

create view made_raw_articles as
select * exclude (article_id), made_id as article_id
from articles;

create view made_raw_figure_mentions as
with told as (
    select
        mentions.*,
        articles.made_id,
        articles.world,
        articles.months,
        articles.factor,
        articles.reprint,
        articles.first_outlet,
        new_id(mentions.mention_id || articles.made_id) as made_mention_id,
        cast(hash(mentions.mention_id, articles.made_id) % 1500 as integer) as made_start,
        -- what the shipped echoes lose, in shares of the echoes
        articles.reprint > 0 and chance('bound' || mentions.mention_id || articles.made_id) < 0.09
            and mentions.relation in ('more_than', 'at_least', 'approximately') as loses_bound,
        articles.reprint > 0 and chance('speaker' || mentions.mention_id || articles.made_id) < 0.1
            as loses_speaker,
        articles.reprint > 0 and chance('number' || mentions.mention_id || articles.made_id) < 0.06
            and units.dimension in ('people', 'money') and mentions.value_low >= 1000
            and mentions.value_high is null as loses_digits
    from raw_figure_mentions as mentions
    inner join units on mentions.unit = units.unit
    inner join articles
        on
            mentions.article_id = articles.article_id
            and (
                articles.reprint = 0
                or chance('figure' || mentions.mention_id || articles.made_id) < 0.7
            )
),

-- terms, rates and shares have their own scale; counts and sums are another edition's
multiplied as (
    select
        told.*,
        case when units.dimension in ('people', 'money', 'count') then told.factor else 1 end as times
    from told
    inner join units on told.unit = units.unit
)

select
    multiplied.made_mention_id as mention_id,
    multiplied.made_id as article_id,
    multiplied.measure,
    multiplied.unit,
    case when multiplied.loses_bound then 'exact' else multiplied.relation end as relation,
    case
        when multiplied.loses_digits
            then floor(multiplied.value_low * multiplied.times
                / pow(10, floor(log10(multiplied.value_low * multiplied.times)) - 1))
                * pow(10, floor(log10(multiplied.value_low * multiplied.times)) - 1)
        else multiplied.value_low * multiplied.times
    end as value_low,
    multiplied.value_high * multiplied.times as value_high,
    peoples.becomes as population,
    multiplied.side,
    multiplied.kind,
    -- the day of a total is lost most often: only its month stays
    case
        when multiplied.reprint > 0 and moved.becomes like '../____-__-__'
            and chance('period' || multiplied.made_mention_id) < 0.5
            then substr(moved.becomes, 1, 10)
        else moved.becomes
    end as period,
    case when not multiplied.loses_speaker then multiplied.claimant end as claimant,
    case when not multiplied.loses_speaker then multiplied.claimant_org end as claimant_org,
    case
        when multiplied.reprint > 0 and chance('relay' || multiplied.made_mention_id) < 0.4
            then multiplied.first_outlet
        else multiplied.relayed_by
    end as relayed_by,
    multiplied.made_start + 10 as value_start,
    multiplied.made_start + 20 as value_end,
    multiplied.made_start as quote_start,
    multiplied.made_start + 120 as quote_end,
    multiplied.summary,
    multiplied.note,
    'generated' as extractor,
    '1' as extractor_version,
    multiplied.extracted_at
from multiplied
inner join peoples
    on multiplied.world = peoples.world and multiplied.population = peoples.written
left join moved on multiplied.period = moved.written and multiplied.months = moved.months;

create view made_raw_event_mentions as
with told as (
    select
        mentions.*,
        articles.made_id,
        articles.months,
        articles.world,
        new_id(mentions.mention_id || articles.made_id) as made_mention_id,
        cast(hash(mentions.mention_id, articles.made_id) % 1500 as integer) as made_start
    from raw_event_mentions as mentions
    inner join articles
        on
            mentions.article_id = articles.article_id
            and (
                articles.reprint = 0
                or chance('event' || mentions.mention_id || articles.made_id) < 0.7
            )
),

-- each world but the first sees the same happen elsewhere
elsewhere as (
    select place, row_number() over (order by place) - 1 as position
    from registry_places
    where country is not null
)

select
    told.made_mention_id as mention_id,
    told.made_id as article_id,
    told.event_type,
    told.status,
    moved.becomes as date,
    coalesce(elsewhere.place, told.place) as place,
    told.made_start as quote_start,
    told.made_start + 120 as quote_end,
    told.summary,
    'generated' as extractor,
    '1' as extractor_version,
    told.extracted_at
from told
left join moved on told.date = moved.written and told.months = moved.months
left join elsewhere
    on
        told.world > 0
        and hash('place', told.world, told.place, getvariable('seed'))
            % (select count(*) from elsewhere) = elsewhere.position;

create view made_raw_event_participants as
select
    new_id(participants.mention_id || articles.made_id) as mention_id,
    participants.name,
    participants.role
from raw_event_participants as participants
inner join raw_event_mentions as mentions on participants.mention_id = mentions.mention_id
inner join articles
    on
        mentions.article_id = articles.article_id
        and (
            articles.reprint = 0
            or chance('event' || mentions.mention_id || articles.made_id) < 0.7
        );

create view made_raw_statement_mentions as
with told as (
    select
        mentions.*,
        articles.made_id,
        articles.world,
        articles.months,
        articles.reprint,
        articles.first_outlet,
        new_id(mentions.mention_id || articles.made_id) as made_mention_id,
        cast(hash(mentions.mention_id, articles.made_id) % 1500 as integer) as made_start
    from raw_statement_mentions as mentions
    inner join articles
        on
            mentions.article_id = articles.article_id
            and (
                articles.reprint = 0
                or chance('statement' || mentions.mention_id || articles.made_id) < 0.5
            )
)

select
    told.made_mention_id as mention_id,
    told.made_id as article_id,
    told.topic,
    told.value,
    peoples.becomes as population,
    moved.becomes as period,
    told.claimant,
    told.claimant_org,
    case when told.reprint > 0 then told.first_outlet else told.relayed_by end as relayed_by,
    told.made_start as quote_start,
    told.made_start + 120 as quote_end,
    told.summary,
    told.note,
    'generated' as extractor,
    '1' as extractor_version,
    told.extracted_at
from told
left join peoples on told.world = peoples.world and told.population = peoples.written
left join moved on told.period = moved.written and told.months = moved.months;

set variable actor_count = (select count(*) from registry_actors);

-- the shipped seed has none yet: every third article names somebody of the registry
create view made_raw_actor_mentions as
with numbered as (
    select actor_name, kind, country, row_number() over (order by actor_id) - 1 as position
    from registry_actors
)

select
    new_id('actor' || articles.made_id) as mention_id,
    articles.made_id as article_id,
    numbered.actor_name as name,
    numbered.kind,
    numbered.country,
    cast(null as varchar) as position,
    10 as span_start,
    30 as span_end,
    'generated' as extractor,
    '1' as extractor_version,
    articles.landed_at as extracted_at
from articles
inner join numbered
    on cast(hash('actor', articles.made_id) % getvariable('actor_count') as bigint) = numbered.position
where hash('named', articles.made_id) % 3 = 0;
