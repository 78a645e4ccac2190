-- One row per population, topic and value: what is said beside the numbers, and by how many.
select
    population,
    topic,
    value,
    count(*) as statement_count,
    sum(article_count)::bigint as article_count,
    max_by(summary, article_count) as example
from statements
group by population, topic, value
order by population, statement_count desc, topic, value
