"""The build: check, dbt, export, notebooks, all aside; then one step that publishes all of it.

Whatever fails leaves the published warehouse, its export and its site as they were.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from muster.card import Card, DamagedError, sizes
from muster.fingerprint import fingerprint
from muster.project import BusyError, MusterError, Project
from muster.publication import begin, publish, raise_for_obstacles

Progress = Callable[[int, int, str], None]
Stage = Callable[[str], Progress]
"""Begins a stage of the build under a name, and returns how to report steps within it."""

FAULTS_SHOWN = 100


class FaultySeedsError(MusterError):
    """The seeds have faults; each is in the message with its place."""


@dataclass(frozen=True)
class Outcome:
    """What a build did."""

    card: Card
    is_new: bool
    """False when nothing had changed and nothing was built."""


def build(
    project: Project,
    stage: Stage,
    *,
    skip_notebooks: bool = False,
    force: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Build and publish the warehouse, unless what is published is what a build would make.

    Args:
        project: the project.
        stage: called at the start of each stage.
        skip_notebooks: publish without running notebooks; the site then says so.
        force: build even if nothing changed.
        say: called with what a person should know before the build starts.

    Raises:
        BusyError: another build is running.
        FaultySeedsError: `muster check` finds faults.
        MusterError: dbt, a test or a notebook failed, or something stands in the way.
    """
    made_from = fingerprint(project)
    try:
        card = _unchanged(project, made_from, skip_notebooks)
        if card and not force:
            return Outcome(card, is_new=False)
    except DamagedError as damage:
        say(f"{damage}: publishing anew")
    raise_for_obstacles(project)
    with only_build(project):
        card = _build_aside(project, stage, made_from, skip_notebooks)
        stage("publish")
        publish(project, card)
    return Outcome(card, is_new=True)


def replay(project: Project, day: date, stage: Stage) -> Path:
    """Build the warehouse as it would have been at the end of a day; publish nothing.

    Only articles that had surely appeared by then are known; registry, codebook and reviews are
    those of today.

    Returns:
        the file, in ``build/replays``.

    Raises:
        BusyError: another build is running.
        FaultySeedsError: `muster check` finds faults.
        MusterError: dbt or a test failed, or something stands in the way.
    """
    from muster import dbt_run

    raise_for_obstacles(project)
    with only_build(project):
        stage("check the seeds")
        raise_for_faults(project)
        warehouse = begin(project) / "warehouse.duckdb"
        dbt_run.build(project, warehouse, stage("dbt: seeds, models, tests"), as_of=day)
        replayed = project.replays / f"{day.isoformat()}.duckdb"
        project.replays.mkdir(exist_ok=True)
        os.replace(warehouse, replayed)
    return replayed


def _unchanged(project: Project, made_from: str, skip_notebooks: bool) -> Card | None:
    card = Card.read(project)
    if card is None or card.fingerprint != made_from or not (card.has_site or skip_notebooks):
        return None
    card.raise_for_damage(project)
    return card


def _build_aside(project: Project, stage: Stage, made_from: str, skip_notebooks: bool) -> Card:
    # imported here, because a build that finds nothing changed needs none of them
    from muster import as_of, changes, dbt_run, export, scorecard, site, summary
    from muster.marts import marts as read_marts

    started = time.monotonic()
    moment = datetime.now(UTC)
    stage("check the seeds")
    raise_for_faults(project)
    notebooks = {} if skip_notebooks else site.read_notebooks(project)

    aside = begin(project)
    warehouse = aside / "warehouse.duckdb"
    dbt_run.build(project, warehouse, stage("dbt: seeds, models, tests"))
    as_of.add_macros(warehouse)
    stage("score the extractor")
    scorecard.record(project, warehouse)
    before = _published(project)
    if before is not None:
        changes.record(warehouse, project.warehouse, before.publication)

    marts = read_marts(dbt_run.read_manifest(project))
    card = Card(
        publication=f"{moment:%Y%m%dT%H%M%S}-{moment.microsecond // 1000:03d}-{made_from[:8]}",
        fingerprint=made_from,
        version=project.version,
        built_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=0.0,
        has_site=not skip_notebooks,
        row_counts=summary.row_counts(warehouse, marts),
        changes=summary.changes(warehouse, project.warehouse, marts),
        unresolved_names=summary.unresolved_names(warehouse),
        left_out=summary.left_out(warehouse),
        newest_article_on=summary.newest_article_on(warehouse),
    )
    export.export(
        warehouse, aside / "export", marts,
        version=project.version, created=card.built_at, progress=stage("export to Parquet"),
    )  # fmt: skip
    if skip_notebooks:
        _say_site_is_missing(aside / "site")
    else:
        site.run_notebooks(project, notebooks, warehouse, stage("run the notebooks"))
        stage("render the site")
        site.render(notebooks, aside / "site", card, marts)
    if fingerprint(project) != made_from:
        raise MusterError("a source changed while the build was running; run `muster build` again")
    card = replace(card, seconds=round(time.monotonic() - started, 1), files=sizes(aside))
    card.write(aside)
    return card


def raise_for_faults(project: Project) -> None:
    """Check the seeds.

    Raises:
        FaultySeedsError: they have faults; the message lists them.
    """
    from muster.check import check

    faults = check(project.root)
    if faults:
        count = f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in the seeds"
        listed = [str(fault) for fault in faults[:FAULTS_SHOWN]]
        if len(faults) > FAULTS_SHOWN:
            listed.append(f"… and {len(faults) - FAULTS_SHOWN} more: see all with `muster check`")
        raise FaultySeedsError("\n".join([f"found {count}; nothing was built", *listed]))


@contextmanager
def only_build(project: Project) -> Iterator[None]:
    """Hold the project's build lock; the system frees it when the process ends, however it ends."""
    from filelock import FileLock, Timeout

    lock = FileLock(project.build / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BusyError(
            "another build of this project is running; this one did nothing. "
            "Run it again when that one is done"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _published(project: Project) -> Card | None:
    try:
        return Card.read(project)
    except DamagedError:
        return None


def _say_site_is_missing(folder: Path) -> None:
    folder.mkdir()
    (folder / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><title>muster</title>"
        "<p>This publication was built without notebooks. "
        "Run <code>muster build</code> to render them.</p>\n",
        "utf-8",
    )
