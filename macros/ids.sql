{#- A short id from the parts that make a thing what it is: the same parts, the same id, on every
    machine and engine. NULL counts as a part of its own. -#}
{% macro id_of(parts) -%}
    substr(md5(concat_ws('|'
    {%- for part in parts -%}
        , coalesce(cast({{ part }} as {{ dbt.type_string() }}), '∅')
    {%- endfor -%}
    )), 1, 16)
{%- endmacro %}
