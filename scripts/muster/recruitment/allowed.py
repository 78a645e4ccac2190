"""What constraints allow together, by the linear programming solver HiGHS."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate

import highspy
import numpy as np

from muster.project import MusterError
from muster.recruitment.space import Columns, Constraint, Space

DUAL_SIMPLEX, PRIMAL_SIMPLEX = 1, 4
# a thousandth of a person is less than any figure tells apart
DIGITS = 3
HALF_A_STEP = 10.0**-DIGITS / 2
SEEN = 64
"""Solutions that are kept, to answer without solving anew."""


class Allowed:
    """The numbers that the constraints of one measure allow, with some figures left aside."""

    def __init__(self, space: Space, constraints: Sequence[Constraint]) -> None:
        self.populations = {c.figure_id: c.population for c in constraints}
        self.figures = frozenset(self.populations)
        self._size = space.size
        self._constraints = constraints
        self._rows = [space.inside(c.population, c.starts_on, c.ends_on) for c in constraints]
        self._row_sets = [frozenset(row) for row in self._rows]
        self._within = space.groups_within_parents()
        self._is_active = [True] * len(constraints)
        self._costs: Columns = ()
        self._seen: deque[np.ndarray[tuple[int], np.dtype[np.float64]]] = deque(maxlen=SEEN)
        """Solutions of the figures that are held, the last ones."""
        self._solver = _solver(space.size, constraints, self._rows, self._within)
        self._find_bounded()

    def leave_aside(self, figures: AbstractSet[str]) -> None:
        """Hold every figure but these against each other from now on."""
        for row, constraint in enumerate(self._constraints):
            is_active = constraint.figure_id not in figures
            if is_active != self._is_active[row]:
                self._is_active[row] = is_active
                low, high = _ends(constraint) if is_active else (-np.inf, np.inf)
                self._solver.changeRowBounds(row, low, high)
        self._seen.clear()
        self._find_bounded()

    def conflict(self) -> frozenset[str] | None:
        """Find figures that cannot all hold, though any of them could without one of the others.

        Returns:
            their ids, or None where all figures hold together.
        """
        suspects = self._suspects()
        if suspects is None:
            return None
        # the proof is one of rounded numbers: if these hold after all, every figure is suspect
        kept = set(suspects if not self._hold(suspects) else self._active_figures())
        for figure in sorted(kept):
            if not self._hold(kept - {figure}):
                kept.discard(figure)
        return frozenset(kept)

    def least(self, columns: Columns, looser: float | None = None) -> float:
        """Least number of persons in the unknowns together; the figures must all hold.

        ``looser`` is the answer that some of the figures gave: all of them give no less.
        """
        if not self._pushed.intersection(columns):
            return 0.0
        if looser is None:
            asked = frozenset(columns)
            floors = (persons for row, persons in self._floors if row <= asked)
            looser = max(floors, default=0.0)
        return self._optimum(columns, 1.0, looser)

    def most(self, columns: Columns, looser: float | None = None) -> float | None:
        """Most persons in the unknowns together, None without limit; the figures must all hold.

        ``looser`` is the answer that some of the figures gave: all of them give no more.
        """
        if not self._limited.issuperset(columns):
            return None
        if not columns:
            return 0.0
        if looser is None:
            asked = frozenset(columns)
            ceilings = (persons for row, persons in self._ceilings if row >= asked)
            looser = min(ceilings, default=np.inf)
        return self._optimum(columns, -1.0, looser)

    def _optimum(self, columns: Columns, sign: float, bound: float) -> float:
        """Solve, unless a solution seen before reaches a bound that is known."""
        index = np.array(columns, dtype=np.int32)
        if any(abs(seen[index].sum() - bound) < HALF_A_STEP for seen in self._seen):
            return round(bound, DIGITS)
        self._set_costs(columns, sign)
        # from one question to the next only the costs change, which leaves its last point feasible
        if (status := _status(self._solver, PRIMAL_SIMPLEX)) != highspy.HighsModelStatus.kOptimal:
            raise MusterError(f"the solver found no band: {status.name}")
        self._seen.append(np.array(self._solver.getSolution().col_value))
        return round(sign * self._solver.getInfo().objective_function_value, DIGITS) + 0.0

    def _hold(self, figures: AbstractSet[str]) -> bool:
        """Tell whether some figures hold together, in a problem of their own."""
        rows = [row for row, c in enumerate(self._constraints) if c.figure_id in figures]
        solver = _solver(
            self._size,
            [self._constraints[row] for row in rows],
            [self._rows[row] for row in rows],
            self._within,
        )
        return _status(solver, DUAL_SIMPLEX) != highspy.HighsModelStatus.kInfeasible

    def _suspects(self) -> frozenset[str] | None:
        """Figures that the solver's proof of a contradiction stands on; None without one."""
        self._set_costs((), 1.0)
        # its proofs stand on few figures; the primal one would name them all
        status = _status(self._solver, DUAL_SIMPLEX)
        if status == highspy.HighsModelStatus.kOptimal:
            return None
        if status != highspy.HighsModelStatus.kInfeasible:
            raise MusterError(f"the solver cannot tell whether figures contradict: {status.name}")
        _, has_proof, proof = self._solver.getDualRay()  # type: ignore[attr-defined]
        active = self._active_figures()
        if not has_proof:
            return active
        named = {
            constraint.figure_id
            for constraint, weight in zip(self._constraints, proof, strict=False)
            if abs(weight) > 1e-9
        }
        return frozenset(named) & active

    def _set_costs(self, columns: Columns, sign: float) -> None:
        for index, cost in ((self._costs, 0.0), (columns, sign)):
            if index:
                self._solver.changeColsCost(
                    len(index), np.array(index, dtype=np.int32), np.full(len(index), cost)
                )
        self._costs = columns

    def _active_figures(self) -> frozenset[str]:
        return frozenset(
            constraint.figure_id
            for constraint, is_active in zip(self._constraints, self._is_active, strict=True)
            if is_active
        )

    def _find_bounded(self) -> None:
        """Note what each figure bounds by itself, and what is bounded at all.

        Unknowns are never below nought and are only ever summed: without a floor on it, one may be
        nought, and without a ceiling it has no limit. A floor on a group is one on its parent, and
        a ceiling on the parent one on the group.
        """
        self._floors: list[tuple[frozenset[int], float]] = []
        self._ceilings: list[tuple[frozenset[int], float]] = []
        for constraint, columns, is_active in zip(
            self._constraints, self._row_sets, self._is_active, strict=True
        ):
            if is_active:
                bounds = self._floors if constraint.rule == "at_least" else self._ceilings
                bounds.append((columns, constraint.persons))
        self._pushed = set[int]().union(*(columns for columns, _ in self._floors))
        self._limited = set[int]().union(*(columns for columns, _ in self._ceilings))
        for group, parent in self._within:
            if group in self._pushed:
                self._pushed.update(parent)
        for group, parent in reversed(self._within):
            if self._limited.issuperset(parent):
                self._limited.add(group)


def _status(solver: highspy.Highs, strategy: int) -> highspy.HighsModelStatus:
    solver.setOptionValue("simplex_strategy", strategy)
    solver.run()
    return solver.getModelStatus()


def _ends(constraint: Constraint) -> tuple[float, float]:
    if constraint.rule == "at_least":
        return constraint.persons, np.inf
    return -np.inf, constraint.persons


def _solver(
    size: int,
    constraints: Sequence[Constraint],
    rows: Sequence[Columns],
    within: Sequence[tuple[int, Columns]],
) -> highspy.Highs:
    ends = [_ends(constraint) for constraint in constraints]
    entries: list[Iterable[tuple[int, float]]] = [[(c, 1.0) for c in row] for row in rows]
    for group, parent in within:
        ends.append((-np.inf, 0.0))
        entries.append([(group, 1.0), *((column, -1.0) for column in parent)])

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = size, len(ends)
    model.col_cost_ = np.zeros(size)
    model.col_lower_, model.col_upper_ = np.zeros(size), np.full(size, np.inf)
    model.row_lower_ = np.array([low for low, _ in ends], dtype=float)
    model.row_upper_ = np.array([high for _, high in ends], dtype=float)
    flat = [[*entry] for entry in entries]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array([0, *accumulate(map(len, flat))], dtype=np.int32)
    model.a_matrix_.index_ = np.array([i for entry in flat for i, _ in entry], dtype=np.int32)
    model.a_matrix_.value_ = np.array([v for entry in flat for _, v in entry], dtype=float)

    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    # one problem is asked many questions: each starts where the one before ended
    solver.setOptionValue("presolve", "off")
    solver.passModel(model)
    return solver
