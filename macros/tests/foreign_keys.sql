{#- Every value stands where it refers to. `references` maps a column to table.column; NULL refers
    to nothing. One query a model, so that a small build is not mostly tests' overhead. -#}
{% test foreign_keys(model, references) %}

{% for column, target in references.items() %}
    {%- set table, target_column = target.split('.') %}
select
    '{{ column }}' as column_name,
    cast(referring.{{ column }} as {{ dbt.type_string() }}) as value_found
from {{ model }} as referring
left join {{ ref(table) }} as referred on referring.{{ column }} = referred.{{ target_column }}
where referring.{{ column }} is not null and referred.{{ target_column }} is null
    {% if not loop.last %}union all{% endif %}
{% endfor %}

{% endtest %}
