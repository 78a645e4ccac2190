-- One row per mention of a figure, with what it lost since the origin; the origin first.
select
    figure_mentions.figure_id,
    figure_mentions.mention_id,
    figure_mentions.parent_mention_id,
    figure_mentions.relation,
    figure_mentions.value_low,
    figure_mentions.value_high,
    figure_mentions.unit,
    figure_mentions.claimant_as_coded,
    figure_mentions.relayed_by,
    figure_mentions.summary,
    figure_mentions.note,
    figure_mentions.extractor,
    figure_mentions.value_start,
    figure_mentions.value_end,
    figure_mentions.quote_start,
    figure_mentions.quote_end,
    articles.url,
    articles.published_on,
    articles.text_sha256,
    outlets.outlet_id,
    outlets.outlet_name,
    concat_ws(
        '; ',
        case
            when echoes.relation_lost then 'the bound is lost'
            when echoes.relation_changed then 'another bound'
        end,
        case when echoes.value_changed then 'another number' end,
        case
            when echoes.measure_changed
                then 'counts something else: ' || replace(figure_mentions.measure, '_', ' ')
        end,
        case when echoes.population_changed then 'counts others: ' || populations.label end,
        case
            when echoes.kind_changed then 'now told as ' || replace(figure_mentions.kind, '_', ' ')
        end,
        case when echoes.period_changed then 'another period' end,
        case
            when echoes.speaker_lost then 'the speaker is lost'
            when echoes.speaker_changed then 'another speaker'
        end,
        case when echoes.is_stale then 'told after the speaker gave a newer number' end
    ) as lost,
    case when echoes.period_changed then figure_mentions.period end as other_period
from figure_mentions
inner join articles on figure_mentions.article_id = articles.article_id
inner join outlets on articles.outlet_id = outlets.outlet_id
left join echoes on figure_mentions.mention_id = echoes.mention_id
left join populations on figure_mentions.population = populations.population
order by
    figure_mentions.figure_id,
    figure_mentions.is_origin desc,
    articles.published_to,
    articles.published_from,
    figure_mentions.mention_id
