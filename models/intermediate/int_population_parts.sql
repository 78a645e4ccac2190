-- Codes that the data use, opened up: `A+B` has the members of A and of B.

with figures as (

    select population from {{ ref('int_figure_mentions') }}

),

statements as (

    select population from {{ ref('int_statement_mentions') }}

),

countries as (

    select * from {{ ref('registry_countries') }}

),

region_members as (

    select * from {{ ref('registry_region_members') }}

),

codes as (

    select distinct population
    from (
        select population from figures
        union all
        select population from statements
    ) as used
    where population is not null

),

parts as (

    select
        codes.population,
        split_part(codes.population, '+', numbers.n) as part
    from codes
    -- a union names a country or region at most once, so this is more than any can have
    cross join {{ numbers_to(400) }} as numbers
    where split_part(codes.population, '+', numbers.n) <> ''

)

select distinct
    parts.population,
    parts.part,
    coalesce(countries.country, region_members.country) as country
from parts
left join countries on parts.part = countries.country
left join region_members on parts.part = region_members.region
