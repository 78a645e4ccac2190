{{ reviewed(
    ref('stg_event_mentions'),
    'raw_event_mentions',
    ['mention_id', 'article_id', 'summary', 'extractor', 'quote_start', 'quote_end'],
    {
        'event_type': dbt.type_string(),
        'status': dbt.type_string(),
        'date': dbt.type_string(),
        'place': dbt.type_string(),
    }
) }}
