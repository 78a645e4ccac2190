"""Documentation that is written from the sources is current, and what the README shows is true."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

import muster
from muster.dbt_run import read_manifest
from muster.docs import pages
from muster.project import Project
from muster.text_tables import as_text

EXAMPLE = re.compile(r"```sql\n(?P<query>.*?)```\n\n```text\n(?P<answer>.*?)```", flags=re.DOTALL)


def test_the_generated_pages_are_current(built: Project) -> None:
    for path, text in pages(built, read_manifest(built)).items():
        assert (ROOT / path).read_text("utf-8") == text, f"{path} is out of date: run `make docs`"


@pytest.mark.usefixtures("at_built")
def test_the_answers_in_the_readme_are_real() -> None:
    examples = EXAMPLE.findall((ROOT / "README.md").read_text("utf-8"))
    assert len(examples) == 5
    for query, answer in examples:
        assert as_text(muster.sql(query)) == answer, query


@pytest.mark.usefixtures("at_built")
def test_the_readme_counts_what_is_published() -> None:
    text = (ROOT / "README.md").read_text("utf-8").replace("\n", " ")
    for count, name, table in (
        (r"([\d,]+) articles from", "articles", "articles"),
        (r"([\d,]+) figure mentions", "figure mentions", "figure_mentions"),
        (r"stand ([\d,]+) figures", "figures", "figures"),
        (r"([\d,]+) events", "events", "events"),
        (r"([\d,]+) statements", "statements", "statements"),
        (r"([\d,]+) actors", "actors", "actors"),
    ):
        found = re.search(count, text)
        assert found, name
        assert int(found[1].replace(",", "")) == muster.table(table).height, name


def test_every_notebook_is_an_exposure(built: Project) -> None:
    exposures = {exposure["url"] for exposure in read_manifest(built)["exposures"].values()}
    notebooks = {f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert exposures == notebooks


def test_an_exposure_names_every_mart_that_its_notebook_reads(built: Project) -> None:
    manifest = read_manifest(built)
    marts = {
        node["name"]
        for node in manifest["nodes"].values()
        if node.get("schema") == "main" and node["resource_type"] == "model"
    }
    for exposure in manifest["exposures"].values():
        source = (ROOT / exposure["url"]).read_text("utf-8")
        read = {
            mart for mart in marts
            if re.search(rf"(from|join) {mart}(\b|_as_of\()|table\(\\\"{mart}\\\"\)", source)
        }  # fmt: skip
        named = {node.split(".")[-1] for node in exposure["depends_on"]["nodes"]}
        assert named == read, exposure["name"]
