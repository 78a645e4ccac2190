{#- The columns identify a row: none is NULL, and no two rows agree in all of them. One query for
    what would be two tests a column. -#}
{% test primary_key(model, columns) %}

select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {% for column in columns %}
    or {{ column }} is null
    {% endfor %}

{% endtest %}
