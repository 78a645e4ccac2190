select
    ---------- ids
    decision_id,
    subject_id,

    ---------- text
    decision,
    subject_table,
    field,
    found,
    corrected,
    reviewer,
    reason,

    ---------- dates
    decided_on

from {{ ref('review_decisions') }}
