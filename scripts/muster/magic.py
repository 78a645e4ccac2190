"""`%sql` and `%%sql` in notebooks: a read-only query on the published file, a Polars frame.

`%load_ext muster` brings them. ``$name`` in a query is the notebook's variable of that name, passed
as a value and never as text; ``%%sql name`` keeps the frame under a name. No connection stays open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
from IPython.core.magic import no_var_expand

from muster import warehouse
from muster.project import MusterError

if TYPE_CHECKING:
    import polars as pl
    from IPython.core.interactiveshell import InteractiveShell


def load(shell: InteractiveShell) -> None:
    """Register the magic in a notebook's shell."""

    # IPython would write a variable's text into the line
    @no_var_expand
    def sql(line: str, cell: str | None = None) -> pl.DataFrame | None:
        if cell is None:
            return _answer(line, shell.user_ns)
        frame = _answer(cell, shell.user_ns)
        name = line.strip()
        if not name:
            return frame
        if not name.isidentifier():
            raise MusterError(f"found {name!r} after %%sql, expected a name for the result")
        shell.user_ns[name] = frame
        return None

    shell.magics_manager.register_function(sql, "line_cell", "sql")


def _answer(query: str, variables: dict[str, Any]) -> pl.DataFrame:
    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error as error:
        raise MusterError(f"the query failed: {error}") from error
    wanted = {name for statement in statements for name in statement.named_parameters}
    unknown = sorted(wanted - variables.keys())
    if unknown:
        raise MusterError(
            f"found ${', $'.join(unknown)} in the query, expected a variable so named"
        )
    return warehouse.sql(query, {name: variables[name] for name in wanted} or None)
