{#- A landing table as reviewers left it: corrected fields in place, rejected mentions gone.

    `kept` lists the columns that stay as they landed, `fields` maps each field that may be
    corrected to its type. The newest decision wins, by decision_id; a rejected mention is listed
    in `left_out`. -#}
{% macro reviewed(mentions, table, kept, fields) -%}
    with mentions as (

        select * from {{ mentions }}

    ),

    decisions as (

        select *
        from {{ ref('stg_review_decisions') }}
        where subject_table = '{{ table }}'

    ),

    corrections as (

        select
            subject_id
            {%- for field in fields %},
            max_by(corrected, decision_id) filter (where field = '{{ field }}') as {{ field }}
            {%- endfor %}
        from decisions
        where decision = 'correct'
        group by subject_id

    ),

    rejections as (

        select distinct subject_id
        from decisions
        where decision = 'reject'

    )

    select
        {%- for column in kept %}
        mentions.{{ column }},
        {%- endfor %}
        {%- for field, type in fields.items() %}
        coalesce(cast(corrections.{{ field }} as {{ type }}), mentions.{{ field }}) as {{ field }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from mentions
    left join corrections on mentions.mention_id = corrections.subject_id
    left join rejections on mentions.mention_id = rejections.subject_id
    where rejections.subject_id is null
{%- endmacro %}
