"""Spark and DuckDB make the same marts, row for row."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from compared import ROOT, built_by_core, copy_project, differences

from muster import spark
from muster.bulk import FOLDER
from muster.cli import main

sys.path.append(str(ROOT / "tests" / "benchmarks"))
from generate import generate

MISSING = spark.what_is_missing()
pytestmark = pytest.mark.skipif(MISSING is not None, reason=f"not compared: {MISSING}")


@pytest.mark.parametrize("generated", [0, 100_000], ids=["seeds", "generated"])
def test_every_mart_is_the_same_row_for_row(tmp_path: Path, generated: int) -> None:
    project = copy_project(tmp_path)
    if generated:
        generate(generated, project.root / FOLDER)
    warehouse = built_by_core(project)
    tables = spark.build(project, lambda _: lambda *_: None)
    told = differences(
        project, warehouse, lambda mart: f"read_parquet('{tables}/{mart.name}/*.parquet')"
    )
    assert not told, "\n" + "\n".join(told)


def test_a_corpus_gives_the_documents_that_each_file_gives(tmp_path: Path) -> None:
    corpus = tmp_path / "a corpus"
    corpus.mkdir()
    alone = []
    options = ["--published-on", "2026-01-10", "--outlet", "A Paper"]
    for gold in sorted((ROOT / "tests" / "gold").glob("[0-9]*.json")):
        file = corpus / f"{gold.stem}.txt"
        file.write_text(json.loads(gold.read_text("utf-8"))["text"], "utf-8")
        alone.append(json.loads(CliRunner().invoke(main, ["extract", str(file), *options]).output))
    no_article = corpus / "no article.txt"
    no_article.write_bytes(b"\x00\x01")

    into = tmp_path / "documents"
    command = ["extract", str(corpus), *options, "--on-spark", str(into)]
    assert CliRunner().invoke(main, command, catch_exceptions=False).exit_code == 0
    lines = [line for part in into.glob("part-*") for line in part.read_text("utf-8").splitlines()]
    documents = [json.loads(line) for line in lines]
    [fault] = [document for document in documents if "fault" in document]
    assert fault["file"] == str(no_article)
    documents.remove(fault)
    assert sorted(documents, key=json.dumps) == sorted(alone, key=json.dumps)
    assert any(document["figures"] for document in documents)
