{#- The numbers of `echo_rules`, one column a rule, to be joined to everything: the table `rules`. -#}
{% macro echo_rules() -%}
    (
        select
        {%- for rule in [
            'announcement_days', 'as_of_days', 'contradiction_days', 'distinct_digits',
            'distinct_round_number',
            'event_days', 'event_report_days', 'kept_digits', 'late_days',
            'other_speaker_days', 'same_speaker_days',
        ] %}
            max(case when rule = '{{ rule }}' then value end) as {{ rule }}
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
        from {{ ref('echo_rules') }}
    )
{%- endmacro %}

{#- Whom retellings confuse: natives with citizens, all foreigners with all but North Koreans. -#}
{% macro retold_population(population) -%}
    case
        when {{ population }} like '%-born' or {{ population }} like 'ALL-x%'
            then split_part({{ population }}, '-', 1)
        else {{ population }}
    end
{%- endmacro %}

{#- Values as one text, by which rows are found that share all of them; NULL where one of them is. One
    text keeps engines from pairing by the value that happens to stand first. -#}
{% macro block_of(values) -%}
    {% for value in values -%}
    cast({{ value }} as {{ dbt.type_string() }}){% if not loop.last %} || '|' || {% endif %}
    {%- endfor %}
{%- endmacro %}

{#- How many digits a whole number has before its closing zeros: 18,000 has two, 3,388 four. -#}
{% macro significant_digits(number) -%}
    case
        when {{ number }} < 1 or {{ number }} <> floor({{ number }}) then 1
        else length(trim(trailing '0' from
            cast(cast({{ number }} as {{ dbt.type_bigint() }}) as {{ dbt.type_string() }})))
    end
{%- endmacro %}

{#- Follow `parent_id` to the end of the chain, in as many doublings as it takes for chains of
    2^doublings links: the table `links` with its root and depth. A chain has no loops, since a
    parent comes before its child. -#}
{% macro roots_of(links, id, parent, doublings=6) -%}
    with step_0 as (

        select
            {{ id }} as id,
            coalesce({{ parent }}, {{ id }}) as root,
            case when {{ parent }} is null then 0 else 1 end as depth
        from {{ links }}

    )
    {%- for n in range(doublings) %},

    step_{{ n + 1 }} as (

        select
            step.id,
            upper_part.root,
            step.depth + upper_part.depth as depth
        from step_{{ n }} as step
        inner join step_{{ n }} as upper_part on step.root = upper_part.id

    )
    {%- endfor %}

    select
        id as {{ id }},
        root as root_{{ id }},
        depth
    from step_{{ doublings }}
{%- endmacro %}
