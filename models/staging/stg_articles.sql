select
    ---------- ids
    article_id,

    ---------- text
    url,
    outlet as outlet_label,
    published_on as published_edtf,
    published_on_basis,
    language,
    topic,
    text_sha256,

    ---------- numbers
    text_length,

    ---------- timestamps
    landed_at

from {{ landed('raw_articles') }}
