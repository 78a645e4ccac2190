{#- The contract of a figure: numbers that differ in any of these are never added, differenced or
    otherwise put together. -#}
{% macro contract_columns() -%}
    {{ return(['measure', 'unit', 'population', 'side', 'kind']) }}
{%- endmacro %}

{#- The one way to aggregate the numbers of figures. A group that mixes contracts stops the query,
    with two of the contracts named, instead of becoming a number that means nothing. `figures` is
    the name under which the figures stand in the query. -#}
{% macro within_contract(aggregate, figures='figures') -%}
    {%- set contract -%}
        concat_ws(' / '
        {%- for column in contract_columns() -%}
            , coalesce({{ figures }}.{{ column }}, '∅')
        {%- endfor -%}
        )
    {%- endset -%}
    case
        when min({{ contract }}) <> max({{ contract }})
            then {{ refuse(
                "'figures of different contracts: ' || min(" ~ contract ~ ") || ' and ' || max("
                ~ contract ~ ")"
            ) }}
        else {{ aggregate }}
    end
{%- endmacro %}

{#- Stop the query with a message; typed as a number, so that it fits where one would stand. -#}
{% macro refuse(message) -%}
    {{ return(adapter.dispatch('refuse', 'muster')(message)) }}
{%- endmacro %}

{% macro default__refuse(message) -%}
    cast(error({{ message }}) as double)
{%- endmacro %}

{% macro spark__refuse(message) -%}
    cast(raise_error({{ message }}) as double)
{%- endmacro %}

{#- What lies between two figures of one contract, at one end: `at_end` of the later one less the
    other end of the earlier one. Both ends together are the interval of the change; NULL where an end
    is open. Figures of different contracts stop the query. -#}
{% macro change(earlier, later, at_end, other_end) -%}
    case
        when
            {%- for column in contract_columns() %}
            {% if not loop.first %}or {% endif -%}
            coalesce({{ earlier }}.{{ column }}, '∅') <> coalesce({{ later }}.{{ column }}, '∅')
            {%- endfor %}
            then {{ refuse("'figures of different contracts'") }}
        else {{ later }}.{{ at_end }} - {{ earlier }}.{{ other_end }}
    end
{%- endmacro %}
