{#- The whole numbers 1 to n, as a table with the column n. -#}
{% macro numbers_to(n) -%}
    (select cast(t.number as integer) as n from range(1, {{ n + 1 }}) as t (number))
{%- endmacro %}

{#- `count` months from a first day on, as a table with the column month. -#}
{% macro months_from(first_day, count) -%}
    (
        select cast(date '{{ first_day }}' + interval '1' month * t.number as date) as month
        from range(0, {{ count }}) as t (number)
    )
{%- endmacro %}
