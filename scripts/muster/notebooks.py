"""Notebooks: read, and run against a warehouse, each in a kernel of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

from muster.project import MusterError, Project

AT_ONCE = 2
"""Kernels that run side by side."""

CELL_TIMEOUT_SECONDS = 300

Progress = Callable[[int, int, str], None]


def read(project: Project) -> dict[Path, Any]:
    """Read the notebooks of the project, in order of their numbers.

    Raises:
        MusterError: there is none, or a file is no notebook.
    """
    notebooks = {path: _read(project, path) for path in project.notebooks}
    if not notebooks:
        raise MusterError(
            "found no notebook in notebooks/, expected files such as notebooks/01-title.ipynb; "
            "bring them back, or publish without them: `muster build --skip-notebooks`"
        )
    return notebooks


def run(project: Project, notebooks: dict[Path, Any], warehouse: Path, progress: Progress) -> None:
    """Run every notebook, in place, in a kernel of its own that reads ``warehouse``.

    The files stay as they are.

    Raises:
        MusterError: a cell failed, took too long, or killed its kernel; the message names notebook,
            cell and error.
    """
    environment = {
        **os.environ,
        "MUSTER_PROJECT": str(project.root),
        "MUSTER_SITE": "1",
        "MUSTER_WAREHOUSE": str(warehouse),
    }
    asyncio.run(_run_all(project, notebooks, environment, progress))


def _read(project: Project, path: Path) -> Any:
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # what nbformat raises depends on where the file is broken
        reason = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
        raise MusterError(
            f"{project.relative(path)}: found no notebook of Jupyter's format 4 ({reason[:200]})"
        ) from error
    return notebook


async def _run_all(
    project: Project, notebooks: dict[Path, Any], environment: dict[str, str], progress: Progress
) -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def one(path: Path, notebook: Any) -> None:
        nonlocal done
        async with gate:
            await _run_one(project, path, notebook, environment)
        done += 1
        progress(done, len(notebooks), path.stem)

    await asyncio.gather(*(one(path, notebook) for path, notebook in notebooks.items()))


async def _run_one(
    project: Project, path: Path, notebook: Any, environment: dict[str, str]
) -> None:
    place = project.relative(path)

    def enter(cell_index: int, **_: Any) -> None:
        nonlocal place
        place = f"{project.relative(path)}, cell {cell_index + 1}"

    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT_SECONDS,
        kernel_name="python3",
        # only errors: the kernel's advice on encrypting its local ports is not for this log
        extra_arguments=["--IPKernelApp.log_level=40"],
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_execute=enter,
    )
    try:
        await client.async_execute(env=environment)
    except CellExecutionError as error:
        what = f"{error.ename}: {error.evalue}"
    except CellTimeoutError:
        what = f"found no end after {CELL_TIMEOUT_SECONDS} seconds, expected one"
    except RuntimeError as error:
        what = f"the kernel failed: {error}"
    else:
        return
    raise MusterError(f"{place}: {what}\nsee it with `muster lab`")
