-- One row per pair of figures that look as if they could not both hold; the most told first.
select contradictions.*
from contradictions
inner join figures as one on contradictions.figure_id_a = one.figure_id
inner join figures as other on contradictions.figure_id_b = other.figure_id
order by
    contradictions.is_explained,
    one.article_count + other.article_count desc,
    contradictions.figure_id_a,
    contradictions.figure_id_b
