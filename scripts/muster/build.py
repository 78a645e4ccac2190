"""The build: check, dbt, export, notebooks, all aside; then one step that publishes all of it.

Whatever fails leaves the published warehouse, its export and its site as they were.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from muster.advice import database_errors_told
from muster.card import Card, DamagedError, digest, sizes
from muster.fingerprint import fingerprint
from muster.locks import only_build
from muster.project import BusyError, MusterError, Project
from muster.publication import begin, publish, raise_for_obstacles
from muster.rollback import withdrawn_twin
from muster.runs import Run, recorded, trim

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
    """False when nothing was built: nothing had changed, or only to what is not wanted."""
    withdrawn: str | None = None
    """The publication of the same sources that somebody rolled back from, so that none is made."""


def build(
    project: Project,
    stage: Stage,
    *,
    skip_notebooks: bool = False,
    force: bool = False,
    say: Callable[[str], None] = lambda _: None,
    run: Run | None = None,
) -> Outcome:
    """Build and publish the warehouse, unless what is published is what a build would make.

    Args:
        project: the project.
        stage: called at the start of each stage.
        skip_notebooks: publish without running notebooks; the site then says so.
        force: build even if nothing changed.
        say: called with what a person should know, such as who holds a file.
        run: the run of which the build is a part; else it is logged as a run of its own.

    Raises:
        BusyError: another build is running, or a source changed during this one.
        FaultySeedsError: `muster check` finds faults.
        MusterError: dbt, a test or a notebook failed, or something stands in the way.
    """
    made_from = fingerprint(project)
    try:
        card = _unchanged(project, made_from, skip_notebooks)
        if card and not force:
            return Outcome(card, is_new=False)
        shown, withdrawn = Card.read(project), withdrawn_twin(project, made_from)
        if shown and withdrawn and not force:
            return Outcome(shown, is_new=False, withdrawn=withdrawn)
    except DamagedError as damage:
        say(f"{damage}: publishing anew")
    raise_for_obstacles(project)
    with only_build(project), recorded(project, "build", within=run) as this:
        trim(project)
        with database_errors_told():
            card = _build_aside(project, stage, made_from, skip_notebooks, run=this, say=say)
        stage("publish")
        publish(project, card)
        this.outcome, this.publication = "published", card.publication
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
    from muster.recruitment import tables as recruitment

    raise_for_obstacles(project)
    with only_build(project):
        stage("check the seeds")
        raise_for_faults(project)
        warehouse = begin(project) / "warehouse.duckdb"
        dbt_run.build(project, warehouse, stage("dbt: seeds, models, tests"), as_of=day)
        recruitment.record(warehouse, stage("solve for the bands of recruitment"))
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


def _build_aside(
    project: Project,
    stage: Stage,
    made_from: str,
    skip_notebooks: bool,
    *,
    run: Run,
    say: Callable[[str], None],
) -> Card:
    # imported here, because a build that finds nothing changed needs none of them
    from muster import (
        as_of,
        changes,
        dbt_run,
        export,
        notebooks,
        operations,
        scorecard,
        site,
        summary,
    )
    from muster.marts import marts as read_marts
    from muster.previous import previous_warehouse
    from muster.recruitment import tables as recruitment

    started = time.monotonic()
    moment = datetime.now(UTC)
    stage("check the seeds")
    raise_for_faults(project)
    stories = {} if skip_notebooks else notebooks.read(project)

    aside = begin(project)
    warehouse = aside / "warehouse.duckdb"
    dbt_run.build(project, warehouse, stage("dbt: seeds, models, tests"))
    as_of.add_macros(warehouse)
    recruitment.record(warehouse, stage("solve for the bands of recruitment"))
    stage("score the extractor")
    scorecard.record(project, warehouse)
    marts = read_marts(dbt_run.read_manifest(project))
    with previous_warehouse(project, aside, say) as before:
        if before is not None:
            changes.record(warehouse, before[0], before[1].publication)
        changed = summary.changes(warehouse, before[0], marts) if before else {}
    card = Card(
        publication=f"{run.run_id}-{made_from[:8]}",
        fingerprint=made_from,
        version=project.version,
        built_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        seconds=0.0,
        has_site=bool(stories),
        row_counts=summary.row_counts(warehouse, marts),
        changes=changed,
        unresolved_names=summary.unresolved_names(warehouse),
        left_out=summary.left_out(warehouse),
        newest_article_on=summary.newest_article_on(warehouse),
    )
    operations.record(project, warehouse, run, card)
    export.export(
        warehouse, aside / "export", marts,
        version=project.version, created=card.built_at, progress=stage("export to Parquet"),
    )  # fmt: skip
    if stories:
        notebooks.run(project, stories, warehouse, stage("run the notebooks"))
    stage("render the site")
    site.render(
        project, aside / "site", executed=stories, warehouse=warehouse, card=card, marts=marts
    )
    if fingerprint(project) != made_from:
        raise BusyError("a source changed while the build was running; run `muster build` again")
    files = sizes(aside)
    card = replace(
        card,
        seconds=round(time.monotonic() - started, 1),
        files=files,
        digests={name: digest(aside / name) for name in files},
    )
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
