{#- A short id from the parts that make a thing what it is: the same parts, the same id, on every
    machine and engine. NULL counts as a part of its own. -#}
{% macro id_of(parts) -%}
    substr(md5(concat_ws('|'
    {%- for part in parts -%}
        , coalesce(cast({{ part }} as {{ dbt.type_string() }}), '∅')
    {%- endfor -%}
    )), 1, 16)
{%- endmacro %}

{#- A number as the text that goes into an id: whole ones as 150.0, of whatever size. -#}
{% macro number_as_text(number) -%}
    {{ return(adapter.dispatch('number_as_text', 'muster')(number)) }}
{%- endmacro %}

{% macro default__number_as_text(number) -%}
    cast({{ number }} as {{ dbt.type_string() }})
{%- endmacro %}

{#- Spark would write ten million as 1.0E7. -#}
{% macro spark__number_as_text(number) -%}
    case
        when {{ number }} = floor({{ number }})
            then concat(cast(cast({{ number }} as bigint) as string), '.0')
        else cast({{ number }} as string)
    end
{%- endmacro %}
