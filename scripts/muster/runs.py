"""The log of runs: what each build, landing, refresh and rollback did, and how it ended.

A run writes one line when it begins and one when it ends, so that one which was killed shows as
such. A build copies the log into the warehouse, as the table ``operations.runs``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muster.durable import sync, write_whole
from muster.project import BusyError, Project
from muster.publication import kept

if TYPE_CHECKING:
    from muster.landing.batch import Outcome

KEPT = 5_000
"""Runs in the log; the oldest go."""
LONGEST_MESSAGE = 300
ID_FORMAT = "%Y%m%dT%H%M%S"


@dataclass
class Run:
    """One run of a command."""

    run_id: str
    """Moment of its begin, and after that of every run before it, whatever the clock says."""
    command: str
    pid: int
    started_at: str
    """UTC, ISO 8601."""
    ended_at: str | None = None
    outcome: str = "running"
    message: str | None = None
    publication: str | None = None
    pages: int | None = None
    """Pages that came, refused ones included."""
    articles: int | None = None
    """Articles that landed, as new ones or as versions."""
    claims: int | None = None
    """Rows that came into the landing seeds."""
    refused: int | None = None
    """Pages and feeds that were refused."""
    rows: int | None = None
    """Rows of all marts that were built."""
    feeds: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By feed: how many articles were ``new``, and what was the ``fault``, None if it answered."""

    @property
    def seconds(self) -> float | None:
        """How long it took, by the clock of the machine."""
        if self.ended_at is None:
            return None
        took = datetime.fromisoformat(self.ended_at) - datetime.fromisoformat(self.started_at)
        return max(0.0, round(took.total_seconds(), 1))

    def add(self, landed: Outcome) -> int:
        """Count what a landing did; return the number of articles that it landed."""
        from muster.landing.batch import LANDED

        new = sum(place.status in LANDED for place, _ in landed.articles)
        self.pages = (self.pages or 0) + len(landed.articles) + len(landed.refused)
        self.articles = (self.articles or 0) + new
        self.claims = (self.claims or 0) + landed.claims.total()
        self.refused = (self.refused or 0) + len(landed.refused)
        return new


@contextmanager
def recorded(project: Project, command: str, within: Run | None = None) -> Iterator[Run]:
    """Log a run: its begin, and how the block ended, whatever happens in it.

    Args:
        project: the project whose log it is.
        command: what runs.
        within: the run of which this is a part; then that one is yielded, and logged elsewhere.
    """
    if within is not None:
        yield within
        return
    run = _begun(project, command)
    _append(project, run)
    try:
        yield run
    except BaseException as error:
        run.outcome = _outcome(error)
        run.message = _in_short(str(error) or type(error).__name__)
        run.ended_at = _now()
        with suppress(OSError):  # what went wrong first is what should be told
            _append(project, run)
        raise
    run.ended_at = _now()
    _append(project, run)


def read(project: Project) -> list[Run]:
    """Return the runs of the log, the oldest first; one that never ended is ``killed``."""
    known = {one.name for one in fields(Run)}
    runs: dict[str, Run] = {}
    for line in _lines(project.runs):
        try:
            said = json.loads(line)
            run = Run(**{name: value for name, value in said.items() if name in known})
        except (ValueError, TypeError, AttributeError):
            continue  # the line was cut when the machine stopped, or is none of ours
        runs[run.run_id] = run
    shown = os.path.basename(os.path.realpath(project.current))
    for run in runs.values():
        if run.ended_at is None and not _is_alive(run.pid):
            # it may have been killed between the last step of publishing and the log
            is_shown = shown.startswith(run.run_id)
            run.outcome, run.publication = ("published", shown) if is_shown else ("killed", None)
    return sorted(runs.values(), key=lambda run: run.run_id)


def record(warehouse: Path, runs: Iterable[Run], this: Run, publication: str, rows: int) -> None:
    """Fill ``operations.runs`` of a warehouse that is about to be published by the run ``this``."""
    import duckdb

    this.publication, this.rows, this.outcome = publication, rows, "published"
    everything = {run.run_id: run for run in (*runs, this)}
    table = [
        (
            run.run_id, run.command, run.outcome, run.message, run.publication, run.pages,
            run.articles, run.claims, run.refused, run.rows,
            _now_if(run is this) or run.ended_at, run.started_at,
        )
        for run in everything.values()
    ]  # fmt: skip
    with duckdb.connect(str(warehouse)) as connection:
        connection.executemany(
            """
            insert into operations.runs by name
            select $1 as run_id, $2 as command, $3 as outcome, $4 as message, $5 as publication,
                $6 as page_count, $7 as article_count, $8 as claim_count, $9 as refused_count,
                $10 as row_count, $11::timestamp as ended_at, $12::timestamp as started_at,
                round(epoch($11::timestamp - $12::timestamp), 1) as seconds
            """,
            table,
        )


def trim(project: Project) -> None:
    """Forget the oldest runs of a log that has grown long."""
    if len(_lines(project.runs)) > 3 * KEPT:
        lines = [json.dumps(asdict(run)) for run in read(project)[-KEPT:]]
        write_whole(project.runs, ("\n".join(lines) + "\n").encode())


def _begun(project: Project, command: str) -> Run:
    moment = datetime.now(UTC)
    taken = [*kept(project), *(run.run_id for run in read(project)[-1:])]
    last = max((name for name in taken if _moment(name)), default="")
    if (newest := _moment(last)) and newest >= moment:
        # the clock was set back: what comes later must still be newer
        moment = newest + timedelta(milliseconds=1)
    run_id = f"{moment.strftime(ID_FORMAT)}-{moment.microsecond // 1000:03d}"
    return Run(run_id, command, os.getpid(), _now())


def _moment(name: str) -> datetime | None:
    day, _, rest = name.partition("-")
    try:
        moment = datetime.strptime(day, ID_FORMAT).replace(tzinfo=UTC)
        return moment + timedelta(milliseconds=int(rest[:3]) + 1)
    except ValueError:
        return None


def _append(project: Project, run: Run) -> None:
    project.build.mkdir(exist_ok=True)
    is_new = not project.runs.exists()
    line = json.dumps(asdict(run), ensure_ascii=False) + "\n"
    with project.runs.open("ab+") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            line = line if stream.read(1) == b"\n" else f"\n{line}"
        stream.write(line.encode())
        stream.flush()
        os.fsync(stream.fileno())
    if is_new:
        sync(project.build)


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines() if path.exists() else []


def _outcome(error: BaseException) -> str:
    if isinstance(error, BusyError):
        return "busy"
    return "failed" if isinstance(error, Exception) else "interrupted"


def _in_short(message: str) -> str:
    """Return what goes wrong in one line; a heading alone says too little."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return " ".join(lines[:2])[:LONGEST_MESSAGE]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _now_if(is_so: bool) -> str | None:
    return _now() if is_so else None
