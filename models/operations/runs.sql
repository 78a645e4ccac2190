-- What each build, landing, refresh and rollback on this machine did. `muster build` fills this table
-- from its log when dbt is done (scripts/muster/runs.py); it is no mart, since equal sources make
-- equal marts and no two runs are equal.

select
    ---------- ids
    cast(null as {{ dbt.type_string() }}) as run_id,

    ---------- text
    cast(null as {{ dbt.type_string() }}) as command,
    cast(null as {{ dbt.type_string() }}) as outcome,
    cast(null as {{ dbt.type_string() }}) as message,
    cast(null as {{ dbt.type_string() }}) as publication,

    ---------- numbers
    cast(null as {{ dbt.type_bigint() }}) as page_count,
    cast(null as {{ dbt.type_bigint() }}) as article_count,
    cast(null as {{ dbt.type_bigint() }}) as claim_count,
    cast(null as {{ dbt.type_bigint() }}) as refused_count,
    cast(null as {{ dbt.type_bigint() }}) as row_count,
    cast(null as double) as seconds,

    ---------- timestamps
    cast(null as {{ dbt.type_timestamp() }}) as started_at,
    cast(null as {{ dbt.type_timestamp() }}) as ended_at

from {{ ref('statuses') }}
where false
