{{ roots_of(ref('int_claim_links'), 'claim_id', 'parent_claim_id') }}
