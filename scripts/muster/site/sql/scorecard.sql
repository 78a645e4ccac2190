-- One row per task: the extractor on gold articles that its rules were not tuned on.
pivot (from extraction_scorecard where split = 'held_out' and metric in ('precision', 'recall', 'f1'))
on metric
using max(value)
group by task
order by task desc
