-- A correction says what it found. When the landed value has changed since, the reviewer must look
-- again: the correction would otherwise overwrite a better value in silence.

{% set fields = [
    'value_low', 'value_high', 'relation', 'measure', 'unit', 'population', 'side', 'kind', 'period',
    'claimant', 'claimant_org', 'relayed_by',
] %}

with decisions as (

    select *
    from {{ ref('stg_review_decisions') }}
    where decision = 'correct'

),

landed as (

    {% for field in fields %}
    select
        'raw_figure_mentions' as subject_table,
        mention_id as subject_id,
        '{{ field }}' as field,
        cast({{ field }} as {{ dbt.type_string() }}) as landed_value
    from {{ ref('stg_figure_mentions') }}
    union all
    {% endfor %}
    {% for field in ['event_type', 'status', 'date', 'place'] %}
    select
        'raw_event_mentions' as subject_table,
        mention_id as subject_id,
        '{{ field }}' as field,
        {{ field }} as landed_value
    from {{ ref('stg_event_mentions') }}
    union all
    {% endfor %}
    {% for field in ['topic', 'value', 'population', 'period', 'claimant', 'claimant_org', 'relayed_by'] %}
    select
        'raw_statement_mentions' as subject_table,
        mention_id as subject_id,
        '{{ field }}' as field,
        {{ field }} as landed_value
    from {{ ref('stg_statement_mentions') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select
    decisions.decision_id,
    decisions.field,
    decisions.found,
    landed.landed_value
from decisions
left join landed
    on
        decisions.subject_table = landed.subject_table
        and decisions.subject_id = landed.subject_id
        and decisions.field = landed.field
where
    landed.subject_id is null
    or (
        coalesce(decisions.found, '') <> coalesce(landed.landed_value, '')
        and try_cast(decisions.found as double)
        is distinct from try_cast(landed.landed_value as double)
    )
