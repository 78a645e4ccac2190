"""Notebooks and the pages made of them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT, no_progress

from muster import charts, site
from muster.build import build
from muster.project import MusterError, Project

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(request.param).read_text("utf-8"))
    return content


def test_notebooks_are_stripped_and_short(notebook: dict[str, Any]) -> None:
    assert len(notebook["cells"]) < 40
    for cell in notebook["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None


def test_every_section_ends_on_a_chart(notebook: dict[str, Any]) -> None:
    sections: list[list[dict[str, Any]]] = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and "".join(cell["source"]).startswith("## "):
            sections.append([])
        elif sections:
            sections[-1].append(cell)
    assert sections
    for section in sections:
        last = "".join(section[-1]["source"])
        assert section[-1]["cell_type"] == "code"
        assert re.search(r"^charts\.\w+\(", last, flags=re.MULTILINE), last


def test_every_notebook_has_a_page_with_all_its_charts(built: Project) -> None:
    for path in NOTEBOOKS:
        source = json.loads(path.read_text("utf-8"))
        wanted = sum(
            "".join(cell["source"]).count("\n    title=")
            for cell in source["cells"]
            if cell["cell_type"] == "code"
        )
        page = (built.build / "site" / f"{path.stem}.html").read_text("utf-8")
        specifications = re.findall(
            r'class="muster-chart" id="[^"]+"><script type="application/json">(.*?)</script>', page
        )
        assert len(specifications) == wanted > 3
        for text in specifications:
            assert json.loads(text)["title"]["text"].endswith("?"), (
                "a chart's title is the question it answers"
            )


def test_pages_ask_for_nothing_beyond_their_folder(built: Project) -> None:
    folder = built.build / "site"
    for path in folder.glob("*.html"):
        page = path.read_text("utf-8")
        for target in re.findall(r'(?:src|href)="([^"]+)"', page):
            assert not target.startswith(("http:", "https:", "//")), (
                f"{path.name} refers to {target}"
            )
            if not target.startswith("#"):
                assert (folder / target).is_file(), f"{path.name} refers to {target}"
        assert "default-src 'none'" in page
        assert "cdn.jsdelivr" not in page


def test_intervals_are_never_reduced_to_points(built: Project) -> None:
    page = (built.build / "site" / "02-recruitment-by-nationality.html").read_text("utf-8")
    marks = set(re.findall(r'"mark": ?\{[^{}]*"type": ?"(\w+)"', page))
    assert {"bar", "rect"} <= marks
    assert not marks & {"point", "circle", "square", "line"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"", "not appear to be JSON"),
        (b"[]", "'list' object"),
        (b"\xff", "utf-8"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "cells"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}', "metadata"),
    ],
)
def test_a_file_that_is_no_notebook_is_named(sources: Project, text: bytes, found: str) -> None:
    path = sources.notebooks[0]
    path.write_bytes(text)
    with pytest.raises(MusterError, match=rf"^notebooks/{path.name}: found no notebook .*{found}"):
        site.read_notebooks(sources)


def test_without_notebooks_there_is_no_site(sources: Project) -> None:
    for path in sources.notebooks:
        path.unlink()
    for _ in ("an empty folder", "none"):
        with pytest.raises(MusterError, match=r"found no notebook in notebooks/.*--skip-notebooks"):
            build(sources, no_progress)
        assert not sources.current.exists()
        shutil.rmtree(sources.root / "notebooks", ignore_errors=True)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("raise LookupError('no such month')", "LookupError: no such month"),
        ("import os; os._exit(9)", "the kernel failed: Kernel died"),
        ("import time; time.sleep(60)", "found no end after 3 seconds"),
    ],
)
def test_a_cell_that_does_not_end_well_is_named(
    sources: Project, monkeypatch: pytest.MonkeyPatch, code: str, found: str
) -> None:
    monkeypatch.setattr(site, "CELL_TIMEOUT_SECONDS", 3)
    path = sources.root / "notebooks" / "01-bad.ipynb"
    cells = [nbformat.v4.new_markdown_cell("# Bad"), nbformat.v4.new_code_cell(code)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    with pytest.raises(MusterError, match=rf"^notebooks/01-bad.ipynb, cell 2: {found}"):
        site.run_notebooks(
            sources, {path: nbformat.read(path, as_version=4)}, sources.warehouse, lambda *_: None
        )


def test_text_of_a_summary_cannot_close_a_script() -> None:
    [html] = [charts._render({"title": "</script><script>alert(1)</script>"})["text/html"]]
    assert "</script><script>alert" not in html
    assert "\\u003c/script>" in html


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (("more_than", 150.0, None), "more than 150"),
        (("approximately", 18000.0, None), "about 18,000"),
        (("up_to", None, 20.0), "up to 20"),
        (("range", 10.0, 99.0), "10 to 99"),
        (("exact", 25.0, None), "25"),
    ],
)
def test_a_number_in_words_keeps_its_relation(
    claim: tuple[str, float | None, float | None], words: str
) -> None:
    relation, low, high = claim
    assert (
        charts._number_in_words({"relation": relation, "value_low": low, "value_high": high})
        == words
    )
