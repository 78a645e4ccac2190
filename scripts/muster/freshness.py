"""How fresh the feeds are, by the log of runs; fills ``operations.feeds``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from muster.feeds import Feed
from muster.runs import Run


@dataclass(frozen=True)
class Freshness:
    """What the log says of one feed; moments are UTC, ISO 8601."""

    feed: Feed
    fault: str | None = None
    """Why it could not be read when it was asked last."""
    first_asked_at: str | None = None
    asked_at: str | None = None
    answered_at: str | None = None
    new_at: str | None = None

    @property
    def fresh_until(self) -> datetime | None:
        """When it becomes stale unless something new comes; None where nothing is asked of it."""
        since = self.new_at or self.first_asked_at
        if since is None or self.feed.stale_after_days is None:
            return None
        return datetime.fromisoformat(since) + timedelta(days=self.feed.stale_after_days)

    def complaint(self, moment: datetime | None = None) -> str | None:
        """Say what somebody should look at; None where all is well."""
        if self.fault:
            since = f"; it last did on {self.answered_at[:10]}" if self.answered_at else ""
            return f"{self.feed.source} could not be read ({self.fault}){since}"
        if self.fresh_until and self.fresh_until < (moment or datetime.now(UTC)):
            last = f"since {self.new_at[:10]}" if self.new_at else "yet"
            days = self.feed.stale_after_days
            return f"{self.feed.source} gave nothing new {last}, expected within {days} days"
        return None


def freshness(feeds: Iterable[Feed], runs: Iterable[Run]) -> list[Freshness]:
    """Tell of each feed what the runs, the oldest first, found."""
    runs = list(runs)
    return [_of(feed, runs) for feed in feeds]


def record(warehouse: Path, found: Iterable[Freshness]) -> None:
    """Fill ``operations.feeds`` of a warehouse."""
    import duckdb

    rows = [
        (
            one.feed.source, one.fault, one.feed.stale_after_days, one.asked_at, one.answered_at,
            one.new_at, one.fresh_until and one.fresh_until.strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        for one in found
    ]  # fmt: skip
    if rows:
        with duckdb.connect(str(warehouse)) as connection:
            connection.executemany(
                "insert into operations.feeds values "
                "(?, ?, ?, ?::timestamp, ?::timestamp, ?::timestamp, ?::timestamp)",
                rows,
            )


def _of(feed: Feed, runs: list[Run]) -> Freshness:
    asked = [run for run in runs if feed.source in run.feeds]
    answered = [run for run in asked if run.feeds[feed.source]["fault"] is None]
    gave = [run for run in answered if run.feeds[feed.source]["new"]]
    return Freshness(
        feed,
        fault=asked[-1].feeds[feed.source]["fault"] if asked else None,
        first_asked_at=asked[0].started_at if asked else None,
        asked_at=asked[-1].started_at if asked else None,
        answered_at=answered[-1].started_at if answered else None,
        new_at=gave[-1].started_at if gave else None,
    )
