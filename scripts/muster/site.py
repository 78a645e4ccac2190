"""The site: every notebook run against a warehouse and rendered to a page that needs no network."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbconvert import HTMLExporter
from traitlets.config import Config

from muster import charts
from muster.card import Card
from muster.marts import Mart
from muster.project import MusterError, Project

AT_ONCE = 2
"""Kernels that run side by side."""

CELL_TIMEOUT_SECONDS = 300

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Page:
    """One notebook as a page."""

    file: str
    title: str
    short: str
    """The title up to its first colon: what stands in the menu."""
    lead: str
    """The first paragraph."""


def read_notebooks(project: Project) -> dict[Path, Any]:
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


def run_notebooks(
    project: Project, notebooks: dict[Path, Any], warehouse: Path, progress: Progress
) -> None:
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


def render(executed: dict[Path, Any], folder: Path, card: Card, marts: list[Mart]) -> None:
    """Write the executed notebooks, a front page and the scripts and styles they share."""
    assets = folder / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    package = resources.files("muster").joinpath("site_assets")
    (assets / "vega.js").write_text(charts.vega_bundle(), "utf-8")
    (assets / "charts.js").write_text(charts.drawing_script(), "utf-8")
    (assets / "site.css").write_text(package.joinpath("site.css").read_text("utf-8"), "utf-8")

    pages = {path: _page(path, notebook) for path, notebook in executed.items()}
    templates = Path(str(resources.files("muster").joinpath("site_templates")))
    exporter = HTMLExporter(
        config=Config(
            HTMLExporter={"exclude_anchor_links": True},
            TemplateExporter={
                "extra_template_basedirs": [str(templates)],
                "template_name": "muster",
            },
        )
    )
    for path, notebook in executed.items():
        page = pages[path]
        body, _ = exporter.from_notebook_node(
            notebook,
            resources={
                "muster": {"title": page.title, "pages": list(pages.values()), "card": card}
            },
        )
        (folder / page.file).write_text(body, "utf-8")

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates / "muster"), autoescape=True
    )
    front = environment.get_template("front.html.j2").render(
        card=card,
        pages=list(pages.values()),
        marts=[{"name": mart.name, "grain": _grain(mart.description)} for mart in marts],
    )
    (folder / "index.html").write_text(front, "utf-8")


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

    async def run(path: Path, notebook: Any) -> None:
        nonlocal done
        async with gate:
            await _run_one(project, path, notebook, environment)
        done += 1
        progress(done, len(notebooks), path.stem)

    await asyncio.gather(*(run(path, notebook) for path, notebook in notebooks.items()))


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


def _page(path: Path, notebook: Any) -> Page:
    text = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), "")
    heading = re.search(r"^# (.+)$", text, flags=re.MULTILINE)
    title = heading[1].strip() if heading else path.stem
    paragraphs = [part for part in text.split("\n\n") if part and not part.startswith("#")]
    lead = " ".join(re.sub(r"[`*_]", "", paragraphs[0]).split()) if paragraphs else ""
    return Page(file=f"{path.stem}.html", title=title, short=title.split(":")[0], lead=lead)


def _grain(description: str) -> str:
    """Shorten "One row per figure: one claim …" to what a row is."""
    return " ".join(description.split()).removeprefix("One row per ").split(": ")[0].rstrip(".")
