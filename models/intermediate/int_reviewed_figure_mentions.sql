{{ reviewed(
    ref('stg_figure_mentions'),
    'raw_figure_mentions',
    ['mention_id', 'article_id', 'summary', 'note', 'extractor',
     'value_start', 'value_end', 'quote_start', 'quote_end'],
    {
        'measure': dbt.type_string(),
        'unit': dbt.type_string(),
        'relation': dbt.type_string(),
        'value_low': 'double',
        'value_high': 'double',
        'population': dbt.type_string(),
        'side': dbt.type_string(),
        'kind': dbt.type_string(),
        'period': dbt.type_string(),
        'claimant': dbt.type_string(),
        'claimant_org': dbt.type_string(),
        'relayed_by': dbt.type_string(),
    }
) }}
