-- What did repeats of the most told claim lose, in the order in which they appeared?
with most_told as (
    select figure_id
    from figures
    order by mention_count desc, figure_id
    limit 1
)

select
    articles.published_on,
    outlets.outlet_name,
    echoes.echo_depth,
    echoes.relation_lost,
    echoes.value_changed,
    echoes.period_changed,
    echoes.speaker_lost,
    articles.url
from echoes
inner join most_told on echoes.figure_id = most_told.figure_id
inner join articles on echoes.article_id = articles.article_id
inner join outlets on articles.outlet_id = outlets.outlet_id
order by articles.published_to, echoes.mention_id
