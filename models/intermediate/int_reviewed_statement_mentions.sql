{{ reviewed(
    ref('stg_statement_mentions'),
    'raw_statement_mentions',
    ['mention_id', 'article_id', 'summary', 'note', 'extractor', 'quote_start', 'quote_end'],
    {
        'topic': dbt.type_string(),
        'value': dbt.type_string(),
        'population': dbt.type_string(),
        'period': dbt.type_string(),
        'claimant': dbt.type_string(),
        'claimant_org': dbt.type_string(),
        'relayed_by': dbt.type_string(),
    }
) }}
