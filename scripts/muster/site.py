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
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from traitlets.config import Config

from muster import charts
from muster.marts import Mart
from muster.project import MusterError, Project
from muster.publication import Card

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


def run_notebooks(project: Project, warehouse: Path, progress: Progress) -> dict[Path, Any]:
    """Run every notebook in a kernel of its own that reads ``warehouse``.

    Returns:
        The executed notebooks by the path of their source; the sources stay as they are.

    Raises:
        MusterError: a cell failed; the message names notebook, cell and error.
    """
    environment = {
        **os.environ,
        "MUSTER_PROJECT": str(project.root),
        "MUSTER_SITE": "1",
        "MUSTER_WAREHOUSE": str(warehouse),
    }
    return asyncio.run(_run_all(project, environment, progress))


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


async def _run_all(
    project: Project, environment: dict[str, str], progress: Progress
) -> dict[Path, Any]:
    paths = project.notebooks
    gate = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def run(path: Path) -> Any:
        nonlocal done
        async with gate:
            notebook = await _run_one(project, path, environment)
        done += 1
        progress(done, len(paths), path.stem)
        return notebook

    notebooks = await asyncio.gather(*(run(path) for path in paths))
    return dict(zip(paths, notebooks, strict=True))


async def _run_one(project: Project, path: Path, environment: dict[str, str]) -> Any:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT_SECONDS,
        kernel_name="python3",
        # only errors: the kernel's advice on encrypting its local ports is not for this log
        extra_arguments=["--IPKernelApp.log_level=40"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        await client.async_execute(env=environment)
    except CellExecutionError as error:
        number, output = next(
            (number, output)
            for number, cell in enumerate(notebook.cells, start=1)
            for output in cell.get("outputs", [])
            if output.output_type == "error"
        )
        raise MusterError(
            f"{project.relative(path)}, cell {number}: {output.ename}: {output.evalue}\n"
            "see it with `muster lab`"
        ) from error
    return notebook


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
