"""A build whose slow parts are stood in for, as a program: PROJECT [STAGE [STEP]].

dbt gives the tables that were published, notebooks are not run, and the site is an empty folder
unless it is to be killed in; all else is the real thing. At a step of a stage, or when it has
written a page, the process kills itself.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

from muster import dbt_run, notebooks, scorecard, site
from muster.advice import advice
from muster.build import Progress, build
from muster.project import MusterError, Project
from muster.recruitment import tables as recruitment

STOOD_IN = (
    (dbt_run, "build"),
    (scorecard, "record"),
    (recruitment, "record"),
    (notebooks, "run"),
    (site, "render"),
)
"""What `stand_in` puts others in the place of, for a test to put back."""


def stand_in(project: Project, *, with_site: bool = False) -> None:
    """Stand in for dbt, what is measured and solved for after it, notebooks and pages."""

    def tables(_project: Project, warehouse: Path, _progress: Progress) -> None:
        shutil.copyfile(project.warehouse.resolve(), warehouse)
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute("truncate operations.runs; truncate operations.feeds")
            connection.execute("truncate changes")

    dbt_run.build = tables  # type: ignore[assignment]
    scorecard.record = lambda *_: None
    recruitment.record = lambda *_: None
    notebooks.run = lambda *_: None
    if not with_site:
        site.render = lambda _, folder, **__: folder.mkdir()


def quick_build(project: Project, stage: Callable[[str], Progress], *, with_site: bool) -> None:
    stand_in(project, with_site=with_site)
    build(
        project,
        stage,
        skip_notebooks=not with_site,
        force=True,
        say=lambda word: print(word, file=sys.stderr),
    )


def killing(stage_to_kill: str, step_to_kill: int) -> Callable[[str], Progress]:
    def stage(name: str) -> Progress:
        def step(done: int, _total: int, _name: str) -> None:
            if name.startswith(stage_to_kill) and done == step_to_kill:
                os.kill(os.getpid(), signal.SIGKILL)

        step(0, 0, "")
        return step

    return stage


def kill_in_rendering() -> None:
    """Kill the process after the first page of the site is written."""
    write = Path.write_text

    def writing(path: Path, *arguments: str) -> int:
        size = write(path, *arguments)
        if path.suffix == ".html":
            os.kill(os.getpid(), signal.SIGKILL)
        return size

    Path.write_text = writing  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    root, stage_name, step_number = (*sys.argv[1:], "", "0")[:3]
    if stage_name == "page":
        kill_in_rendering()
    try:
        stage = killing(stage_name or "never", int(step_number))
        quick_build(Project(Path(root)), stage, with_site=stage_name == "page")
    except (MusterError, OSError) as error:
        sys.exit(f"muster: {error}\n{advice(str(error))}")
