{#- Whether an office may have been held on a day: no known start or end excludes it. -#}
{% macro held_on(positions, day) -%}
    {{ day }} >= coalesce({{ positions }}.held_from, {{ day }})
    and {{ day }} <= coalesce({{ positions }}.held_to, {{ day }})
{%- endmacro %}

{#- Whether an office is known to have been held on a day: between its start and its end; where
    neither is known, between the first and the last day on which it was seen held. -#}
{% macro known_held_on(positions, day) -%}
    case
        when coalesce({{ positions }}.held_from, {{ positions }}.held_to) is not null
            then {{ held_on(positions, day) }}
        else coalesce({{ day }} between {{ positions }}.seen_from and {{ positions }}.seen_to, false)
    end
{%- endmacro %}
