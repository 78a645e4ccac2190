-- One row per actor, with the name of its country.
select
    actors.*,
    registry_countries.country_name
from actors
left join registry.registry_countries on actors.country = registry_countries.country
