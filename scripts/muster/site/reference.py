"""The pages to look things up in: tables and downloads, codebook, dictionary, queries, recipes."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import mistune
from markupsafe import Markup

from muster import docs, warehouse
from muster.dbt_run import read_manifest
from muster.marts import Mart
from muster.project import Project
from muster.site.claims import Claims
from muster.site.frame import Frame

CONNECTING = "docs/connecting.md"

ANSWER_ROWS = 12
"""Rows of an example query's answer that its page shows."""


def write(frame: Frame, claims: Claims, project: Project, marts: list[Mart]) -> None:
    """Write the pages of reference, and lay the export beside them for download."""
    for path, title, text in (
        ("codebook.html", "Codebook", docs.codebook(project)),
        ("dictionary.html", "Data dictionary", docs.data_dictionary(read_manifest(project))),
        ("connecting.html", "Connecting", (project.root / CONNECTING).read_text("utf-8")),
    ):
        frame.page(path, "text.html.j2", title=title, body=_html(text))
    frame.page(
        "queries.html",
        "queries.html.j2",
        title="Queries",
        queries=[_example(path, claims.file) for path in project.queries],
    )
    frame.page(
        "data.html",
        "data.html.j2",
        title="Data",
        marts=[{"name": mart.name, "grain": _grain(mart.description)} for mart in marts],
        sizes=_downloads(frame, project),
        citation=(project.root / "CITATION.cff").read_text("utf-8"),
    )


def _downloads(frame: Frame, project: Project) -> dict[str, int]:
    """Lay the export into the site, and return the bytes of each file.

    They are the same files under a second name where the disk can do that.
    """
    export, target = frame.folder.parent / "export", frame.folder / "downloads"
    sizes = {}
    for path in sorted(export.rglob("*")):
        if path.is_file():
            name = path.relative_to(export).as_posix()
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, target / name)
            except OSError:
                shutil.copy(path, target / name)
            sizes[name] = path.stat().st_size
    shutil.copy(project.root / "CITATION.cff", target)
    return sizes


def _example(path: Path, file: Path) -> dict[str, Any]:
    """Run an example query: its first line of comment is the question, the others explain it."""
    text = path.read_text("utf-8")
    comments = re.findall(r"^-- (.*)$", text, flags=re.MULTILINE)
    query = re.sub(r"^--.*\n", "", text, flags=re.MULTILINE)
    answer = warehouse.sql(query, warehouse=file)
    return {
        "name": path.name,
        "question": comments[0],
        "note": " ".join(comments[1:]),
        "sql": query,
        "columns": answer.columns,
        "rows": answer.head(ANSWER_ROWS).rows(),
        "row_count": answer.height,
    }


def _html(markdown: str) -> Markup:
    """Turn a page of docs/ into HTML; what looks like HTML in it is shown as it stands."""
    render = mistune.create_markdown(escape=True, plugins=["table"])
    html = str(render(re.sub(r"<!--.*?-->", "", markdown, flags=re.DOTALL)))
    # tables scroll by themselves on a narrow screen
    html = html.replace("<table>", '<div class="wide"><table>').replace(
        "</table>", "</table></div>"
    )
    return Markup(html)  # noqa: S704 (escaped by the renderer)


def _grain(description: str) -> str:
    """Shorten "One row per figure: one claim …" to what a row is."""
    return " ".join(description.split()).removeprefix("One row per ").split(": ")[0].rstrip(".")
