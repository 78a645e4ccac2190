-- How many Iraqis had been recruited by each month, from the least to the most that the claims allow?
-- Where is_contested is true they cannot all hold, and the bounds span both sides.
select
    month,
    cumulative_lower_bound,
    cumulative_upper_bound,
    is_contested,
    figure_count,
    article_count as articles_watched
from recruitment_monthly
where population = 'IRQ' and measure = 'recruited'
order by month
