"""Notebooks and the pages made of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from muster import charts
from muster.project import Project

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
    site = built.build / "site"
    for path in site.glob("*.html"):
        page = path.read_text("utf-8")
        for target in re.findall(r'(?:src|href)="([^"]+)"', page):
            assert not target.startswith(("http:", "https:", "//")), (
                f"{path.name} refers to {target}"
            )
            if not target.startswith("#"):
                assert (site / target).is_file(), f"{path.name} refers to {target}"
        assert "default-src 'none'" in page
        assert "cdn.jsdelivr" not in page


def test_intervals_are_never_reduced_to_points(built: Project) -> None:
    page = (built.build / "site" / "02-recruitment-by-nationality.html").read_text("utf-8")
    marks = set(re.findall(r'"mark": ?\{[^{}]*"type": ?"(\w+)"', page))
    assert {"bar", "rect"} <= marks
    assert not marks & {"point", "circle", "square", "line"}


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
