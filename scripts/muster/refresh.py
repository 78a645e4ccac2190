"""`muster refresh`: ask the feeds, land what is new, build, publish. Made for schedulers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from muster.build import Outcome, Stage, build
from muster.feeds import NAME, Feed, read_feeds
from muster.freshness import freshness
from muster.landing.batch import Outcome as Landed
from muster.landing.land import land
from muster.project import MusterError, Project
from muster.reading.addresses import is_address
from muster.reading.fetching import Fetcher
from muster.reading.pages import Known
from muster.runs import Run, read, recorded

UNAVAILABLE = 69
"""EX_UNAVAILABLE of sysexits.h: all else is done, but a feed could not be read, or is stale."""


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did."""

    run: Run
    built: Outcome
    complaints: list[str]
    """Feeds that could not be read, or gave nothing new for too long."""


def refresh(
    project: Project,
    stage: Stage,
    *,
    fetcher: Fetcher | None = None,
    skip_notebooks: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Refreshed:
    """Land what the feeds of ``feeds.toml`` have, and publish it.

    A feed that cannot be read keeps no other from landing. What fails later leaves what was landed
    in the seeds, and what was published as it was; the log says why.

    Raises:
        BusyError: a landing or a build is at work.
        MusterError: ``feeds.toml`` names no feed, or seeds, models or tests have faults.
    """
    feeds = read_feeds(project)
    if not feeds:
        raise MusterError(f"{NAME} names no feed, expected a table [[feeds]] with a source")
    fetcher = fetcher or Fetcher()
    with recorded(project, "refresh") as run:
        for feed in feeds:
            _land(project, feed, fetcher, stage, run)
        built = build(project, stage, skip_notebooks=skip_notebooks, say=say, run=run)
        run.outcome = "published" if built.is_new else "unchanged"
    found = (one.complaint() for one in freshness(feeds, read(project)))
    return Refreshed(run, built, [complaint for complaint in found if complaint])


def _land(project: Project, feed: Feed, fetcher: Fetcher, stage: Stage, run: Run) -> None:
    source = feed.source if is_address(feed.source) else str(project.root / feed.source)
    progress = stage(f"feed {feed.outlet or feed.source}")
    new, fault = 0, None
    if not is_address(source) and not (project.root / source).exists():
        fault = "no such file or folder"
    else:
        known = Known(outlet=feed.outlet, language=feed.language)
        landed = land(project, [source], known=known, fetcher=fetcher, progress=progress)
        new, fault = run.add(landed), _fault(landed, source)
    run.feeds[feed.source] = {"new": new, "fault": fault}


def _fault(landed: Landed, source: str) -> str | None:
    """Tell why the feed itself could not be read, or not wholly."""
    return next((one.reason for one in landed.refused if one.source == source), None)
