{#- The whole numbers 1 to n, as a table with the column n. -#}
{% macro numbers_to(n) -%}
    {{ return(adapter.dispatch('numbers_to', 'muster')(n)) }}
{%- endmacro %}

{% macro default__numbers_to(n) -%}
    (select cast(t.number as integer) as n from range(1, {{ n + 1 }}) as t (number))
{%- endmacro %}

{% macro spark__numbers_to(n) -%}
    (select cast(id as integer) as n from range(1, {{ n + 1 }}))
{%- endmacro %}

{#- `count` months from a first day on, as a table with the column month. -#}
{% macro months_from(first_day, count) -%}
    (
        select cast(date '{{ first_day }}' + interval '1' month * (t.n - 1) as date) as month
        from {{ numbers_to(count) }} as t
    )
{%- endmacro %}

{#- Texts of a group joined to one, in an order. -#}
{% macro joined(text, separator, order_by) -%}
    {{ return(adapter.dispatch('joined', 'muster')(text, separator, order_by)) }}
{%- endmacro %}

{% macro default__joined(text, separator, order_by) -%}
    {{ dbt.listagg(text, "'" ~ separator ~ "'", 'order by ' ~ order_by) }}
{%- endmacro %}

{% macro spark__joined(text, separator, order_by) -%}
    listagg({{ text }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}
