-- Figures of intake that cannot all hold, and which of them would have to give way. `muster build`
-- finds them and fills this table when dbt is done (scripts/muster/recruitment/); empty where all hold.

select
    ---------- ids
    cast(null as {{ dbt.type_string() }}) as conflict_id,
    cast(null as {{ dbt.type_string() }}) as dispute_id,
    figure_id,

    ---------- text
    measure,
    population,

    ---------- numbers
    cast(null as {{ dbt.type_bigint() }}) as giving_way_count,

    ---------- booleans
    cast(null as boolean) as is_in_smallest_set,
    cast(null as boolean) as must_give_way

from {{ ref('recruitment_constraints') }}
where false
