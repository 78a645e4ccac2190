{#- EDTF level 1 on the calendar.

    `edtf_from` and `edtf_to` give the first and the last day that an EDTF text allows; NULL where
    a side is open or unknown, because no day is better than an invented one. Qualifiers (?, ~, %)
    do not move a day: `edtf_is_approximate` keeps them. Years run from 0001 to 9999; `muster check`
    keeps others out. Seasons follow the edtf package: winter (24) is December of its year. -#}

{% macro edtf_from(text) -%}
    {%- set side = _edtf_side(text, 1) -%}
    {%- set year, month, day = _edtf_year(side), _edtf_month(side), _edtf_day(side) -%}
    cast(
        replace({{ year }}, 'X', '0') || '-'
        || case coalesce({{ month }}, 'XX')
            when 'XX' then '01' when '21' then '03' when '22' then '06'
            when '23' then '09' when '24' then '12' else {{ month }}
        end || '-'
        || coalesce(nullif({{ day }}, 'XX'), '01')
        as date
    )
{%- endmacro %}

{% macro edtf_to(text) -%}
    {%- set side = _edtf_side(text, 2) -%}
    {%- set year, month, day = _edtf_year(side), _edtf_month(side), _edtf_day(side) -%}
    case
        when coalesce({{ day }}, 'XX') <> 'XX'
            then cast({{ _edtf_bare(side) }} as date)
        else last_day(cast(
            replace({{ year }}, 'X', '9') || '-'
            || case coalesce({{ month }}, 'XX')
                when 'XX' then '12' when '21' then '05' when '22' then '08'
                when '23' then '11' when '24' then '12' else {{ month }}
            end || '-01'
            as date
        ))
    end
{%- endmacro %}

{#- The first day on which the text allows its subject to end: of "../2025-11" it is 1 November. -#}
{% macro edtf_end_from(text) -%}
    {{ edtf_from(_edtf_side(text, 2)) }}
{%- endmacro %}

{#- How exactly the text places its subject: day, month, season, year, decade, century, interval;
    NULL for NULL. -#}
{% macro edtf_precision(text) -%}
    {%- set bare = _edtf_bare(text) -%}
    case
        when {{ text }} is null then null
        when {{ text }} like '%/%' then 'interval'
        when {{ bare }} like '%XX-XX' then 'year'
        when {{ bare }} like '____-XX' then 'year'
        when {{ bare }} like '____-__-XX' then 'month'
        when {{ bare }} like '__XX' then 'century'
        when {{ bare }} like '___X' then 'decade'
        when length({{ bare }}) = 4 then 'year'
        when length({{ bare }}) = 7 and substr({{ bare }}, 6, 2) > '20' then 'season'
        when length({{ bare }}) = 7 then 'month'
        else 'day'
    end
{%- endmacro %}

{#- Whether any part of the text carries a qualifier: ? uncertain, ~ approximate, % both. -#}
{% macro edtf_is_approximate(text) -%}
    coalesce({{ _edtf_bare(text) }} <> {{ text }}, false)
{%- endmacro %}

{#- Side 1 or 2 of an interval; a single date is both its sides. NULL for an open or unknown side. -#}
{% macro _edtf_side(text, number) -%}
    case
        when {{ text }} like '%/%'
            then nullif(nullif(split_part({{ text }}, '/', {{ number }}), '..'), '')
        else {{ text }}
    end
{%- endmacro %}

{% macro _edtf_bare(text) -%}
    replace(replace(replace({{ text }}, '?', ''), '~', ''), '%', '')
{%- endmacro %}

{% macro _edtf_year(side) -%}
    substr({{ _edtf_bare(side) }}, 1, 4)
{%- endmacro %}

{% macro _edtf_month(side) -%}
    nullif(substr({{ _edtf_bare(side) }}, 6, 2), '')
{%- endmacro %}

{% macro _edtf_day(side) -%}
    nullif(substr({{ _edtf_bare(side) }}, 9, 2), '')
{%- endmacro %}
