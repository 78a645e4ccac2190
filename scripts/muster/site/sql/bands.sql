-- One row per month of each population and measure of which a total is known.
select
    recruitment_monthly.*,
    populations.label as who
from recruitment_monthly
inner join populations on recruitment_monthly.population = populations.population
qualify
    count(coalesce(cumulative_lower_bound, cumulative_upper_bound))
        over (partition by recruitment_monthly.population, recruitment_monthly.measure)
    > 0
order by recruitment_monthly.population, recruitment_monthly.measure, recruitment_monthly.month
