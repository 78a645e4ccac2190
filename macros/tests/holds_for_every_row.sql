{#- A sentence about one row that must be true of all. -#}
{% test holds_for_every_row(model, sentence) %}

select *
from {{ model }}
where not coalesce({{ sentence }}, false)

{% endtest %}
