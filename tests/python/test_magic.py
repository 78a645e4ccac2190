"""`%sql` in a notebook: reads, takes variables as values, and says what it does not know."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import pytest
from IPython.core.interactiveshell import InteractiveShell

from muster.project import MusterError


@pytest.fixture
def shell(at_built: object) -> Iterator[InteractiveShell]:
    made = InteractiveShell()
    made.run_line_magic("load_ext", "muster")
    yield made
    made.history_manager.end_session()  # type: ignore[union-attr]


def test_a_line_and_a_cell_give_frames(shell: InteractiveShell) -> None:
    line = shell.run_line_magic("sql", "select 1 as one")
    cell = shell.run_cell_magic("sql", "", "select 1 as one")
    assert line.equals(pl.DataFrame({"one": [1]}, schema={"one": pl.Int32}))
    assert cell.equals(line)


def test_a_name_keeps_the_frame(shell: InteractiveShell) -> None:
    assert shell.run_cell_magic("sql", "kept", "from figures limit 3") is None
    assert shell.user_ns["kept"].height == 3
    with pytest.raises(MusterError, match="expected a name for the result"):
        shell.run_cell_magic("sql", "two words", "from figures")


def test_a_variable_is_a_value_and_never_text(shell: InteractiveShell) -> None:
    shell.user_ns["country"] = "IRQ' or true --"
    assert shell.run_line_magic("sql", "from figures where population = $country").height == 0
    shell.user_ns["country"] = "IRQ"
    assert shell.run_line_magic("sql", "from figures where population = $country").height > 0
    with pytest.raises(MusterError, match=r"found \$unknown in the query"):
        shell.run_line_magic("sql", "from figures where population = $unknown")


@pytest.mark.parametrize("query", ["drop table figures", "select", "select 1; select 2"])
def test_it_only_reads(shell: InteractiveShell, query: str) -> None:
    with pytest.raises(MusterError):
        shell.run_cell_magic("sql", "", query)
