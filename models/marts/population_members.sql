-- The countries that a population is made of, so that a region is the sum of its countries.
--
-- "All foreign nationals" are those of every country but Russia, and whoever is of none that the
-- registry knows ('elsewhere'); all who serve on the Russian side are these and the Russians. Groups
-- that no list of countries describes (natives, dual nationals, migrants) have no rows.

with parts as (

    select * from {{ ref('int_population_parts') }}

),

populations as (

    select * from {{ ref('populations') }}

),

countries as (

    select country from {{ ref('registry_countries') }}
    union all
    select 'elsewhere' as country

),

-- a union of a region and a group has no list of countries
listed as (

    select population
    from parts
    group by population
    having count(*) = count(country)

),

by_list as (

    select distinct
        parts.population,
        parts.country as member
    from parts
    inner join listed on parts.population = listed.population

),

by_definition as (

    select
        populations.population,
        countries.country as member
    from populations
    inner join countries
        on
            populations.kind = 'side_total'
            or (populations.kind = 'all' and countries.country <> 'RUS')
            or (
                populations.kind = 'exclusion'
                and countries.country <> 'RUS'
                and populations.population <> 'ALL-x' || countries.country
            )

)

select
    population,
    member
from by_list
union all
select
    population,
    member
from by_definition
