-- One row per conflict of figures of intake and figure in it; conflicts of one dispute together.
select *
from recruitment_conflicts
order by measure, population, dispute_id, conflict_id, must_give_way desc, figure_id
