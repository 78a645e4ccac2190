{{ reviewed(
    ref('stg_event_mentions'),
    'raw_event_mentions',
    {
        'event_type': dbt.type_string(),
        'status': dbt.type_string(),
        'date': dbt.type_string(),
        'place': dbt.type_string(),
    }
) }}
