"""What a publication says of the work behind it: the tables of the schema ``operations``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from muster import feeds, freshness, runs
from muster.card import Card
from muster.project import Project


def record(project: Project, warehouse: Path, run: runs.Run, card: Card) -> None:
    """Fill the tables, as if ``run`` had published the warehouse: nobody sees them before it has.

    Raises:
        MusterError: ``feeds.toml`` is not as it should be.
    """
    log = runs.read(project)
    runs.record(warehouse, log, run, card.publication, sum(card.row_counts.values()))
    known = [one for one in log if one.run_id != run.run_id]
    freshness.record(warehouse, freshness.freshness(feeds.read_feeds(project), [*known, run]))


def notes(project: Project) -> Iterator[str]:
    """Yield what somebody who asks for the state of things should know: what failed, what is stale.

    Raises:
        MusterError: ``feeds.toml`` is not as it should be.
    """
    log = runs.read(project)
    last = next((run for run in reversed(log) if run.outcome not in ("running", "busy")), None)
    if last and last.outcome in ("failed", "killed", "interrupted"):
        why = f": {last.message}" if last.message else "."
        yield f"The last {last.command}, begun {last.started_at}, {_ended(last.outcome)}{why}"
    for one in freshness.freshness(feeds.read_feeds(project), log):
        if complaint := one.complaint():
            yield f"A feed to look at: {complaint}"


def _ended(outcome: str) -> str:
    return outcome if outcome == "failed" else f"was {outcome}"
