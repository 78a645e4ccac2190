{#- A stated number as an interval, by the codebook's relation.

    `relations.lower` and `relations.upper` say what the number does to each end: "value, closed",
    "value, open", "around value", "value_low", "value_high", "value", or "open" where the speaker
    sets no bound. An end without a bound is NULL and open. The width of "around" is a seed,
    `tolerances`, never a number in code. -#}

{% macro stated_value(value_low, value_high) -%}
    coalesce({{ value_low }}, {{ value_high }})
{%- endmacro %}

{% macro lower_bound(rule, value_low, value_high, tolerance_pct) -%}
    case
        when {{ rule }} = 'open' then null
        when {{ rule }} like 'around%'
            then {{ stated_value(value_low, value_high) }}
                - {{ stated_value(value_low, value_high) }} * {{ tolerance_pct }} / 100
        else {{ stated_value(value_low, value_high) }}
    end
{%- endmacro %}

{% macro upper_bound(rule, value_low, value_high, tolerance_pct) -%}
    case
        when {{ rule }} = 'open' then null
        when {{ rule }} = 'value_high' then {{ value_high }}
        when {{ rule }} like 'around%'
            then {{ stated_value(value_low, value_high) }}
                + {{ stated_value(value_low, value_high) }} * {{ tolerance_pct }} / 100
        else {{ stated_value(value_low, value_high) }}
    end
{%- endmacro %}

{#- An end is open where the speaker sets no bound, or excludes the number itself. -#}
{% macro is_open_end(rule) -%}
    ({{ rule }} = 'open' or {{ rule }} like '%, open')
{%- endmacro %}
