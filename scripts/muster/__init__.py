"""muster: an event-timeline warehouse for contested numbers.

In a notebook:

    import muster
    muster.table("figures")                      # a Polars frame
    muster.sql("select * from events where place = 'IRQ'")

    %load_ext muster                             # the same as %sql and %%sql

They read the published file, hold no lock, and see a new publication at the next call.

    muster.quantities("more than 150 of them")   # the numbers of a text, each with its bound
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from muster.warehouse import named, recruitment_as_of, sql, table

if TYPE_CHECKING:
    from muster.extraction.quantities import quantities

__all__ = ["named", "quantities", "recruitment_as_of", "sql", "table"]


def __getattr__(name: str) -> Any:
    """Imports the readers of text when they are first used, so that ``import muster`` is quick."""
    if name == "quantities":
        from muster.extraction.quantities import quantities

        return quantities
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(shell: Any) -> None:
    """Brings ``%sql`` into a notebook, for ``%load_ext muster``."""
    from muster.magic import load

    load(shell)
