-- What the figures allow for each month: how many were recruited in it, and by its end. `muster build`
-- solves for the band and fills this table when dbt is done (scripts/muster/recruitment/), from
-- `int_recruitment_months`, `recruitment_constraints` and `population_members`.

select
    ---------- text
    population,
    measure,

    ---------- numbers
    cast(null as double) as lower_bound,
    cast(null as double) as upper_bound,
    cast(null as double) as cumulative_lower_bound,
    cast(null as double) as cumulative_upper_bound,
    figure_count,
    origin_count,
    article_count,

    ---------- booleans
    cast(null as boolean) as is_contested,

    ---------- dates
    month

from {{ ref('int_recruitment_months') }}
where false
