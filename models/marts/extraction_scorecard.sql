-- How well the default extractor does on the gold articles. `muster build` measures it and fills this
-- table when dbt is done (scripts/muster/scorecard.py); empty where there are no gold articles.

select
    ---------- text
    cast(null as {{ dbt.type_string() }}) as split,
    cast(null as {{ dbt.type_string() }}) as task,
    cast(null as {{ dbt.type_string() }}) as metric,

    ---------- numbers
    cast(null as double) as value,
    cast(null as {{ dbt.type_bigint() }}) as matched_count,
    cast(null as {{ dbt.type_bigint() }}) as expected_count,
    cast(null as {{ dbt.type_bigint() }}) as found_count

from {{ ref('statuses') }}
where false
