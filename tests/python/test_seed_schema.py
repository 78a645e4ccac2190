"""Faults of the seeds' YAML: each is named at its place, and none is a traceback or passes."""

from __future__ import annotations

import pytest

from muster.check import check
from muster.faults import SeedError
from muster.project import Project
from muster.seed_schema import load_seeds
from muster.tidy import tidy

ARTICLES = "landing/raw_articles.yml"
KINDS = "codebook/kinds.yml"
FIGURES = "landing/raw_figure_mentions.yml"
STATEMENTS = "landing/raw_statement_mentions.yml"

KEY = "key: [article_id]"
META = f"meta:\n        {KEY}\n"
URL = "meta: {required: true, format: url}"
LABEL = "registry_outlet_labels.outlet_label"

# file, what is replaced, by what, what is said of it
BROKEN = [
    (ARTICLES, "    columns:\n", "    columns:\n    more:\n", "columns found nothing, expected a list"),
    (ARTICLES, META, "meta: [key]\n", "meta found a list, expected keys with values"),
    (ARTICLES, META, "meta:\n", "meta found nothing, expected keys with values"),
    (ARTICLES, KEY, "key: article_id", 'key found "article_id", expected a list'),
    (ARTICLES, KEY, "key: []", "key found an empty list"),
    (ARTICLES, KEY, "key: [article]", 'key found "article", expected columns of this seed'),
    (ARTICLES, KEY, "key: [url, url]", 'key found "url", expected columns of this seed, each once'),
    (ARTICLES, KEY, "key: [[url]]", "key found a list, expected text"),
    (ARTICLES, KEY, "may_be_empty: false", "no config.meta.key"),
    (ARTICLES, KEY, f"{KEY}\n        may_be_empty: 'yes'", 'may_be_empty found "yes", expected true or false'),
    (ARTICLES, KEY, f"{KEY}\n        reviewed: [url]", "reviewed found a seed of no mentions, expected key: [mention_id]"),
    (ARTICLES, "text_length: integer", "text_length: string", "no text_length to apply rules to"),
    (ARTICLES, KEY, f"{KEY}\n        owner: us", "the unknown key owner"),
    (ARTICLES, "    config:\n      column_types", "    config:\n      enabled: false\n      column_types", "the unknown key enabled"),
    (ARTICLES, "    config:\n      column_types", "    config:\n      delimiter: ';'\n      column_types", "the unknown key delimiter"),
    (ARTICLES, "        url: string\n", "        url: string\n        url: string\n", 'the key "url" again, expected each key once; see line 11'),
    (ARTICLES, "        url: string\n", "        url: text\n", 'the type "text", expected a type of string, integer'),
    (ARTICLES, "        url: string\n", "", "found the columns article_id, url, outlet"),
    (ARTICLES, "column_types:\n", "column_types: {}\n      column_type:\n", "no config.column_types"),
    (ARTICLES, "column_types:\n", "column_types:\n      column_type:\n", "column_types found nothing, expected keys"),
    (ARTICLES, "seeds:\n", "seeds:\n  - name: raw_articles\n    config: {column_types: {a: string}, meta: {key: [a]}}\n    description: A.\n    columns: [{name: a, description: A.}]\n", "the seed raw_articles again"),
    (ARTICLES, "      - name: outlet\n", "      - name: url\n", "the column url again"),
    (ARTICLES, "      - name: outlet\n", "      - title: outlet\n", "the unknown key title"),
    (ARTICLES, "      - name: outlet\n", "      - name: 7\n", 'found "7", expected text'),
    (ARTICLES, LABEL, "registry_outlet_labels", "expected a seed and its column"),
    (ARTICLES, LABEL, "registry_outlet_labels.label", "a reference to registry_outlet_labels.label"),
    (ARTICLES, LABEL, "outlet_labels.outlet_label", "a reference to outlet_labels.outlet_label"),
    (ARTICLES, LABEL, "[registry_outlet_labels]", "found a list, expected text"),
    (ARTICLES, URL, 'meta: {required: "no", format: url}', 'found "no", expected true or false'),
    (ARTICLES, URL, "meta: {required: true, format: link}", 'the format "link"'),
    (ARTICLES, URL, "meta: {required: true, fromat: url}", "the unknown key fromat"),
    (ARTICLES, URL, "meta: {required: true, required: false}", 'the key "required" again'),
    (ARTICLES, URL, "meta: &meta {required: true}\n      - name: extra\n        config: {meta: *meta}", "an alias (*)"),
    (ARTICLES, "name: raw_articles", "name: raw/articles", "a name such as raw_articles"),
    (ARTICLES, "name: raw_articles", "name: kinds", "the seed kinds again, expected each seed once; seeds/codebook/kinds.yml"),
    (ARTICLES, "description: The address.", "description: The \u202eaddress.", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    (ARTICLES, "        description: The address.\n", "", "description of url found nothing"),
    (ARTICLES, "version: 2", "version: 2\nmodels: []", "the unknown key models"),
    (ARTICLES, "version: 2", "version: 2: 3", "text that is not YAML (mapping values are not allowed"),
    (ARTICLES, "version: 2", "version: \a", "text that is not YAML (control characters are not allowed)"),
    (ARTICLES, "version: 2", "version: !odd 2", "text that is not YAML"),
    (ARTICLES, "version: 2", "version: 2\n? [a]\n: b", "a key that is a list or a mapping"),
    (STATEMENTS, "seed: statement_topics", "seed: topics", "a reference to topics.topic, value"),
    (STATEMENTS, "to: [topic, value]", "to: [topic]", "no whole foreign key"),
    (STATEMENTS, "to: [topic, value]", "to: topic", 'found "topic", expected a list'),
    (STATEMENTS, "foreign_keys:\n          - columns: [topic, value]", "foreign_keys:\n          - columns: [topic, worth]", 'found "worth"'),
    (FIGURES, "reviewed: [measure,", "reviewed: [metric,", 'reviewed found "metric"'),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), BROKEN)
def test_a_broken_yaml_is_named_at_its_place(
    sources: Project, file: str, old: str, new: str, said: str
) -> None:
    path = sources.root / "seeds" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    faults = [str(fault) for fault in check(sources.root)]
    assert any(said in fault for fault in faults), faults
    # the YAML alone has the fault: no CSV is blamed for what it says
    assert all(fault.startswith(f"seeds/{file}:") for fault in faults), faults


def test_a_yaml_fault_stands_where_the_word_stands(sources: Project) -> None:
    path = sources.root / "seeds" / ARTICLES
    path.write_text(path.read_text("utf-8").replace("format: url", "format: link"), "utf-8")
    [fault] = check(sources.root)
    line = path.read_text("utf-8").split("\n")[fault.line - 1]
    assert line[fault.column - 1 :].startswith("format: link")


@pytest.mark.parametrize(
    "content",
    [b"", b"seeds:\n", b"seeds:\n  - description: x\n", b"- 1\n", b"seeds: [\n", b"seeds: {a: b}\n", b"seeds: [x]\n", b"version: 2\n# \xff\n", b"[" * 5000],
)  # fmt: skip
def test_a_yaml_that_describes_no_seed_is_named(sources: Project, content: bytes) -> None:
    (sources.root / "seeds" / KINDS).write_bytes(content)
    assert {fault.file for fault in check(sources.root)} == {f"seeds/{KINDS}"}


def test_a_folder_in_place_of_a_yaml_is_named(sources: Project) -> None:
    (sources.root / "seeds" / KINDS).unlink()
    (sources.root / "seeds" / KINDS).mkdir()
    assert {fault.file for fault in check(sources.root)} == {f"seeds/{KINDS}"}


def test_a_yaml_with_the_other_ending_is_read_as_dbt_reads_it(sources: Project) -> None:
    path = sources.root / "seeds" / KINDS
    path.with_suffix(".yaml").write_bytes(path.read_bytes())
    [fault] = check(sources.root)
    assert fault.found == "the seed kinds again"


def test_tidying_refuses_what_a_yaml_does_not_describe(sources: Project) -> None:
    path = sources.root / "seeds" / ARTICLES
    path.write_text(path.read_text("utf-8").replace(KEY, "key: [article]"), "utf-8")
    with pytest.raises(SeedError, match=r"seeds/landing/raw_articles\.yml:\d+:9: key found"):
        tidy(sources.root)


def test_what_decisions_may_correct_is_what_the_models_correct(sources: Project) -> None:
    for seed in load_seeds(sources.root).values():
        thing = seed.name.removeprefix("raw_")
        model = sources.root / f"models/intermediate/int_reviewed_{thing}.sql"
        assert bool(seed.reviewed) == model.exists()
        if seed.reviewed:
            fields = model.read_text("utf-8").split("{", 2)[-1]
            assert all(f"'{name}':" in fields for name in seed.reviewed)
            assert fields.count("':") == len(seed.reviewed)
