{#- Whole days from one date to another; negative where the second comes first. -#}
{% macro days_between(first, second) -%}
    {{ return(adapter.dispatch('days_between', 'muster')(first, second)) }}
{%- endmacro %}

{% macro default__days_between(first, second) -%}
    ({{ second }} - {{ first }})
{%- endmacro %}

{% macro spark__days_between(first, second) -%}
    cast(datediff({{ second }}, {{ first }}) as bigint)
{%- endmacro %}

{#- The stretch of so many days that a date falls into, as a number: what lies at most that long before
    it is in the same stretch or in the one before. Rows that are joined by it make no n² of pairs. -#}
{% macro season_of(day, length) -%}
    floor({{ days_between("date '2000-01-01'", day) }} / {{ length }})
{%- endmacro %}
