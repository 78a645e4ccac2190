{{ roots_of(ref('int_event_links'), 'mention_id', 'parent_mention_id') }}
