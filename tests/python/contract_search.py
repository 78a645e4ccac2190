"""A search for numbers of several figures that are put together in SQL, outside `within_contract`.

Every number is followed from the tables into which it landed, through the aliases and CTEs of a
model and from model to model. What may happen to a number on the way is listed below; whatever
else is done to it is found, known to this search or not.

It cannot see a number that goes through text (`cast(a || b as double)` counts as text), nor what
notebooks and readers do with the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope

NUMBERS = frozenset({
    "value_low", "value_high", "lower_bound", "upper_bound",
    "cumulative_lower_bound", "cumulative_upper_bound",
})  # fmt: skip
"""Columns that hold the number of a figure, in whatever table they stand."""

CONTRACT = frozenset({"measure", "unit", "population", "side", "kind"})

KEEP = (
    exp.Alias, exp.Paren, exp.Cast, exp.TryCast, exp.Coalesce, exp.Nullif, exp.Case, exp.If,
    exp.Neg, exp.Abs, exp.Round, exp.Floor, exp.Ceil,
)  # fmt: skip
"""What leaves one number a number: it may be chosen, converted, rounded."""

END = (
    exp.Predicate, exp.Connector, exp.Not, exp.Between, exp.Count, exp.CountIf,
    exp.Concat, exp.ConcatWs, exp.DPipe, exp.MD5, exp.Trim, exp.Length, exp.Ordered,
)  # fmt: skip
"""What makes a truth, a count, a text or an order of numbers, and no number."""

CLAUSES = (exp.Where, exp.Having, exp.Qualify, exp.Group, exp.Order, exp.Distinct)

Rows = frozenset[tuple[str, ...]]
"""Whose numbers an expression holds: for each the row, as the aliases through which it is read."""

NONE: Rows = frozenset()
GUARDED: Rows = frozenset({("within contract",)})


@dataclass
class Finding:
    """What the search has to say of one query."""

    put_together: list[str] = field(default_factory=list)
    """The expressions that put numbers of several figures together."""
    numbers: frozenset[str] = frozenset()
    """The columns of the result that hold numbers."""


def search(
    sql: str, schema: Mapping[str, object], numbers: Mapping[str, frozenset[str]] | None = None
) -> Finding:
    """Search one query.

    Args:
        sql: a query in DuckDB's dialect.
        schema: columns and types by table, as sqlglot has it.
        numbers: by table, columns that hold numbers under a name of their own.
    """
    query = qualify(
        sqlglot.parse_one(sql, dialect="duckdb"),
        dialect="duckdb", schema=dict(schema), quote_identifiers=False,
        validate_qualify_columns=False, expand_alias_refs=True,
    )  # fmt: skip
    # a pivot names its columns by its rows: nothing can be followed through one
    pivots = [pivot.parent or pivot for pivot in query.find_all(exp.Pivot)]
    if pivots:
        return Finding([pivot.sql(dialect="duckdb") for pivot in pivots])
    finding = Finding()
    searched: dict[int, _Select] = {}
    for scope in traverse_scope(query):
        searched[id(scope.expression)] = _Select(scope, searched, numbers or {}, finding)
    finding.numbers = frozenset(name for name, rows in searched[id(query)].columns.items() if rows)
    return finding


class _Select:
    """One select of a query: the rows that each of its columns takes numbers from."""

    def __init__(
        self,
        scope: Scope,
        searched: dict[int, _Select],
        numbers: Mapping[str, frozenset[str]],
        finding: Finding,
    ) -> None:
        self.scope, self.searched, self.numbers, self.finding = scope, searched, numbers, finding
        self.columns: dict[str, Rows] = {}
        if scope.set_operation_scopes:
            self._unite(*(searched[id(part.expression)] for part in scope.set_operation_scopes))
        elif isinstance(scope.expression, exp.Select):
            for column in scope.expression.expressions:
                self.columns[column.alias_or_name] = self._rows(column)
            for clause in _clauses(scope.expression):
                self._rows(clause)

    def _unite(self, left: _Select, right: _Select) -> None:
        pairs = zip(left.columns.items(), right.columns.values(), strict=False)
        for (name, one), other in pairs:
            # a row is of the one or of the other; columns that agree on both are of one row
            path = ("either", *map(repr, sorted(one)), "or", *map(repr, sorted(other)))
            self.columns[name] = frozenset({path}) if one or other else NONE

    def _rows(self, node: exp.Expr, *, guarded: bool = False) -> Rows:
        """Tell whose numbers an expression holds, and note where it puts them together."""
        if isinstance(node, exp.Column):
            return self._rows_of_column(node)
        if isinstance(node, exp.Columns | exp.TableColumn):
            return self._rows_of_all()
        if isinstance(node, exp.Subquery | exp.Select):
            return self._rows_of_query(node.unnest())
        if isinstance(node, exp.Case) and (alias := _guarded_alias(node)):
            rows = self._rows(node.args["default"], guarded=True)
            return GUARDED if {path[0] for path in rows} <= {alias} else self._note(node, rows)

        rows = NONE.union(*(self._rows(part, guarded=guarded) for part in _parts(node)))
        if isinstance(node, END):
            return NONE
        if isinstance(node, (*KEEP, *CLAUSES)) or not rows or not isinstance(node, exp.Condition):
            return rows
        if isinstance(node, exp.Binary) and not isinstance(node, exp.Dot) and len(rows) == 1:
            return rows  # arithmetic within one row
        if isinstance(node, exp.AggFunc) and guarded:
            return rows
        return self._note(node, rows)

    def _note(self, node: exp.Expr, rows: Rows) -> Rows:
        self.finding.put_together.append(node.sql(dialect="duckdb"))
        return rows

    def _rows_of_column(self, column: exp.Column) -> Rows:
        name, alias = column.name, column.table
        source = self.scope.sources.get(alias)
        if isinstance(source, Scope):
            inner = self.searched.get(id(source.expression))
            return frozenset(
                (alias, *path) for path in (inner.columns if inner else {}).get(name, NONE)
            )
        if not alias and name in self.scope.sources:
            return self._rows_of_all()  # a whole row, by the name of its table
        known = self.numbers.get(source.name, NONE) if isinstance(source, exp.Table) else NONE
        return frozenset({(alias,)}) if name in NUMBERS or name in known else NONE

    def _rows_of_all(self) -> Rows:
        """Tell whose numbers all columns hold, where a query does not name them."""
        return NONE.union(
            *(
                frozenset((alias, *path) for rows in inner.columns.values() for path in rows)
                if isinstance(source, Scope) and (inner := self.searched.get(id(source.expression)))
                else frozenset({(alias,)})
                for alias, source in self.scope.sources.items()
            )
        )

    def _rows_of_query(self, query: exp.Expr) -> Rows:
        inner = self.searched.get(id(query))
        paths = NONE.union(*inner.columns.values()) if inner else NONE
        return frozenset((f"subquery {id(query)}", *path) for path in paths)


def _clauses(select: exp.Select) -> Iterator[exp.Expr]:
    for name in ("where", "group", "having", "qualify", "order", "distinct"):
        if clause := select.args.get(name):
            yield clause
    for join in select.args.get("joins") or []:
        if condition := join.args.get("on"):
            yield condition


def _parts(node: exp.Expr) -> Iterator[exp.Expr]:
    """Yield the parts of an expression whose numbers end up in it."""
    if isinstance(node, exp.Window):
        yield node.this  # it may be parted and ordered by numbers
    elif isinstance(node, exp.Case) and node.this:
        yield from (part for part in node.iter_expressions() if part is not node.this)
    else:
        yield from node.iter_expressions()


def _guarded_alias(case: exp.Case) -> str | None:
    """Name the table whose contract the macro `within_contract` guards; None for another case."""
    first = case.args["ifs"][0]
    test, refusal = first.this, first.args["true"]
    if not (
        isinstance(test, exp.NEQ) and isinstance(test.left, exp.Min) and refusal.find(exp.Cast)
    ):
        return None
    contract = list(test.find_all(exp.Column))
    is_whole = {column.name for column in contract} == CONTRACT
    is_same = isinstance(test.right, exp.Max) and test.left.this == test.right.this
    aliases = {column.table for column in contract}
    refuses = "figures of different contracts" in refusal.sql()
    return aliases.pop() if is_whole and is_same and refuses and len(aliases) == 1 else None
