-- How fresh each feed is. `muster build` fills this table from feeds.toml and the log of runs when dbt
-- is done (scripts/muster/freshness.py).

select
    ---------- ids
    cast(null as {{ dbt.type_string() }}) as feed,

    ---------- text
    cast(null as {{ dbt.type_string() }}) as fault,

    ---------- numbers
    cast(null as {{ dbt.type_bigint() }}) as stale_after_days,

    ---------- timestamps
    cast(null as {{ dbt.type_timestamp() }}) as asked_at,
    cast(null as {{ dbt.type_timestamp() }}) as answered_at,
    cast(null as {{ dbt.type_timestamp() }}) as new_at,
    cast(null as {{ dbt.type_timestamp() }}) as fresh_until

from {{ ref('statuses') }}
where false
