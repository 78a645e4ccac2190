-- How many articles were watched in each month, and how many claims of recruitment speak of it?
select
    month,
    max(article_count) as articles_watched,
    sum(figure_count) as figures
from recruitment_monthly
where month >= date '2025-01-01'
group by month
order by month desc
