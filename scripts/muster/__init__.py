"""muster: an event-timeline warehouse for contested numbers.

In a notebook:

    import muster
    muster.table("figures")                      # a Polars frame
    muster.sql("select * from events where place = 'IRQ'")

Both read the published file, hold no lock, and see a new publication at the next call.
"""

from muster.warehouse import sql, table

__all__ = ["sql", "table"]
