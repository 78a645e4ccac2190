-- Every population code that the data use, with a label for people and the countries it covers.

with parts as (

    select * from {{ ref('int_population_parts') }}

),

countries as (

    select * from {{ ref('registry_countries') }}

),

regions as (

    select * from {{ ref('registry_regions') }}

),

groups as (

    select * from {{ ref('registry_populations') }}

),

labelled_parts as (

    select
        parts.population,
        parts.part,
        max(coalesce(
            countries.country_name,
            regions.region_name,
            groups.label,
            case
                when parts.part like '%-born'
                    then 'Natives of ' || patterned.country_name
                when parts.part like 'ALL-x%'
                    then 'All foreign nationals without those of ' || patterned.country_name
            end
        )) as label,
        max(case
            when countries.country is not null then 'country'
            when regions.region is not null then 'region'
            when groups.kind is not null then groups.kind
            when parts.part like '%-born' then 'born'
            when parts.part like 'ALL-x%' then 'exclusion'
        end) as kind,
        max(groups.parent) as parent,
        count(parts.country) as country_count
    from parts
    left join countries on parts.part = countries.country
    left join regions on parts.part = regions.region
    left join groups on parts.part = groups.population
    left join countries as patterned
        on parts.part in (patterned.country || '-born', 'ALL-x' || patterned.country)
    group by parts.population, parts.part

)

select
    ---------- ids
    population,

    ---------- text
    case when count(*) > 1 then 'union' else max(kind) end as kind,
    {{ joined('label', ', ', 'part') }} as label,
    case when count(*) = 1 then max(parent) end as parent,

    ---------- numbers
    cast(sum(country_count) as {{ dbt.type_bigint() }}) as country_count

from labelled_parts
group by population
