"""Notebooks: what they must look like, and what is said of one that fails."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import altair as alt
import nbformat
import pytest
from conftest import ROOT, no_progress
from IPython.core.interactiveshell import InteractiveShell

from muster import charts, notebooks
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
        assert re.search(r"^(charts|band_chart)\.\w+\(", last, flags=re.MULTILINE), last


def test_parameters_stand_at_the_top_and_name_the_day(notebook: dict[str, Any]) -> None:
    tagged = [
        cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])
    ]
    assert tagged == [notebook["cells"][2]]
    source = "".join(tagged[0]["source"])
    assert re.search(r"^AS_OF = ", source, flags=re.MULTILINE)
    assert re.search(r"^COUNTR(Y|IES) = ", source, flags=re.MULTILINE)


def charts_of(path: Path, chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a notebook with other parameters, and give the charts that its cells end on."""
    shell = InteractiveShell()
    made = []
    try:
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] != "code":
                continue
            result = shell.run_cell("".join(cell["source"]))
            result.raise_error()
            if "parameters" in cell["metadata"].get("tags", []):
                for name, value in chosen.items():
                    if name in shell.user_ns:
                        shell.user_ns[name] = value
            elif isinstance(result.result, (alt.Chart, alt.LayerChart, alt.FacetChart)):
                made.append(charts.specification(result.result))
    finally:
        shell.history_manager.end_session()  # type: ignore[union-attr]
    return made


def told(chart: dict[str, Any]) -> str:
    return " ".join([chart["title"]["text"], *chart["title"]["subtitle"]])


@pytest.mark.usefixtures("at_built")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_follows_its_parameters(path: Path) -> None:
    kenya = {"COUNTRY": "KEN", "COUNTRIES": ["KEN"]}
    asked = charts_of(path, kenya)
    assert sum("Kenya" in json.dumps(chart) for chart in asked) >= min(3, len(asked) - 1)
    assert not any("Iraq" in told(chart) for chart in asked)
    # before the war nothing had been reported, and Iceland has no claim at all
    for nothing in (
        {**kenya, "AS_OF": date(2021, 12, 31)},
        {"COUNTRY": "ISL", "COUNTRIES": ["ISL"], "MEASURE": "no such measure"},
    ):
        empty = charts_of(path, nothing)
        assert len(empty) == len(asked)
        assert any(charts.NOTHING in told(chart) for chart in empty)
        assert all(chart["title"]["text"].endswith("?") for chart in empty)


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
        notebooks.read(sources)


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
    monkeypatch.setattr(notebooks, "CELL_TIMEOUT_SECONDS", 3)
    path = sources.root / "notebooks" / "01-bad.ipynb"
    cells = [nbformat.v4.new_markdown_cell("# Bad"), nbformat.v4.new_code_cell(code)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    with pytest.raises(MusterError, match=rf"^notebooks/01-bad.ipynb, cell 2: {found}"):
        notebooks.run(
            sources, {path: nbformat.read(path, as_version=4)}, sources.warehouse, lambda *_: None
        )
