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
