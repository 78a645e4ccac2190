-- One row per country or population that has a page: whom figures count, where events happen.
select
    population as code,
    label,
    kind
from populations
union all
select
    country,
    country_name,
    'country'
from registry.registry_countries
where
    country not in (select population from populations)
    and country in (select unnest(string_split(place, '+')) from events)
order by label
