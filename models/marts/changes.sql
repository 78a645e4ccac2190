-- What changed since the publication before. Only `muster build` knows that publication: it fills
-- this table when dbt is done (scripts/muster/changes.sql).

select
    ---------- ids
    cast(null as {{ dbt.type_string() }}) as item_id,

    ---------- text
    cast(null as {{ dbt.type_string() }}) as item_kind,
    cast(null as {{ dbt.type_string() }}) as change,
    cast(null as {{ dbt.type_string() }}) as cause,
    cast(null as {{ dbt.type_string() }}) as previous_publication

from {{ ref('statuses') }}
where false
