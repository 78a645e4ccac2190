{#- Whether an office was held on a day; a start or an end that is not known does not exclude it. -#}
{% macro held_on(positions, day) -%}
    {{ day }} >= coalesce({{ positions }}.held_from, {{ day }})
    and {{ day }} <= coalesce({{ positions }}.held_to, {{ day }})
{%- endmacro %}
