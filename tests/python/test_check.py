"""Ways to break a seed: each is found, at its place, and nothing gets built from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from conftest import no_progress

from muster.build import FaultySeedsError, build
from muster.check import check
from muster.project import Project
from muster.seeds import SeedError

FIGURES = "landing/raw_figure_mentions.csv"
ARTICLES = "landing/raw_articles.csv"
EVENTS = "landing/raw_event_mentions.csv"
REVIEW = "review/review_decisions.csv"
PARTICIPANTS = "landing/raw_event_participants.csv"


@dataclass(frozen=True)
class Breakage:
    """One edit of one seed, and what must be said of it."""

    name: str
    seed: str
    edit: Callable[[list[str]], list[str]]
    line: int
    found: str
    expected: str


def replace(line: int, pattern: str, new: str) -> Callable[[list[str]], list[str]]:
    """Edit one line (1 is the header); the edit must change it."""

    def edit(lines: list[str]) -> list[str]:
        changed = re.sub(pattern, new, lines[line - 1], count=1)
        assert changed != lines[line - 1], f"the edit does not touch: {lines[line - 1]}"
        return [*lines[: line - 1], changed, *lines[line:]]

    return edit


def cell(line: int, column: int, new: str) -> Callable[[list[str]], list[str]]:
    """Put ``new`` into one field of a line that has no quotes."""

    def edit(lines: list[str]) -> list[str]:
        fields = lines[line - 1].split(",")
        fields[column] = new
        return [*lines[: line - 1], ",".join(fields), *lines[line:]]

    return edit


def swap(first: int, second: int) -> Callable[[list[str]], list[str]]:
    """Swap two lines."""

    def edit(lines: list[str]) -> list[str]:
        lines[first - 1], lines[second - 1] = lines[second - 1], lines[first - 1]
        return lines

    return edit


# Line 2 of the figures: …,recruited,persons,more_than,20,,CAF,RU,flow,2022-10/2022-11,…
BREAKAGES = [
    Breakage("a renamed column", FIGURES, replace(1, "measure", "metric"), 1, "metric", "header of its YAML"),
    Breakage("two columns swapped", FIGURES, replace(1, "measure,unit", "unit,measure"), 1, "unit,measure", "header"),
    Breakage("a column too many", ARTICLES, replace(2, "$", ",more"), 2, "11 fields", "10"),
    Breakage("a column too few", ARTICLES, replace(2, ",[^,]*$", ""), 2, "9 fields", "10"),
    Breakage("an unknown measure", FIGURES, replace(2, "recruited", "enlisted"), 2, '"enlisted"', "seed measures"),
    Breakage("a misspelt relation", FIGURES, replace(2, "more_than", "more_then"), 2, '"more_then"', "perhaps more_than"),
    Breakage("a word for a number", FIGURES, cell(2, 5, "twenty"), 2, '"twenty"', "a number"),
    Breakage("an infinite number", FIGURES, cell(2, 5, "inf"), 2, '"inf"', "a number"),
    Breakage("a floor in the ceiling's column", FIGURES, replace(2, "more_than,20,,", "more_than,,20,"), 2, '"20"', "nothing: relation more_than has no value_high"),
    Breakage("a relation without its number", FIGURES, replace(2, "more_than,20,", "more_than,,"), 2, "nothing", "relation more_than carries it in value_low"),
    Breakage("a range upside down", FIGURES, replace(2, "more_than,20,,", "range,20,10,"), 2, "10", "at least value_low, 20"),
    Breakage("a negative count", FIGURES, cell(2, 5, "-20"), 2, "-20", "no negative number"),
    Breakage("an unknown population", FIGURES, replace(2, "CAF", "XYZ"), 2, '"XYZ"', "a population"),
    Breakage("a union that repeats itself", FIGURES, replace(2, ",CAF,", ",CAF+CAF,"), 2, '"CAF+CAF"', "each member once"),
    Breakage("a date that is no EDTF", FIGURES, replace(2, "2022-10/2022-11", "Oct 2022"), 2, '"Oct 2022"', "EDTF level 1"),
    Breakage("an interval that ends before it starts", FIGURES, replace(2, "2022-10/2022-11", "2022-11/2022-10"), 2, '"2022-11/2022-10"', "starts before it ends"),
    Breakage("a day that does not exist", FIGURES, replace(2, "2022-10/2022-11", "2022-02-30"), 2, '"2022-02-30"', "EDTF level 1"),
    Breakage("an article that did not land", FIGURES, cell(2, 1, "no-such-article"), 2, '"no-such-article"', "seed raw_articles"),
    Breakage("a mention twice", FIGURES, lambda lines: [*lines[:2], *lines[1:]], 3, "again", "stands in line 2 already"),
    Breakage("rows out of order", FIGURES, swap(2, 3), 3, "after", "muster tidy"),
    Breakage("a required value missing", ARTICLES, cell(2, 1, ""), 2, "nothing", "required"),
    Breakage("an address that is none", ARTICLES, cell(2, 1, "javascript:alert(1)"), 2, "javascript", "http or https"),
    Breakage("a label without outlet", ARTICLES, cell(2, 2, "Daily Nothing"), 2, '"Daily Nothing"', "registry_outlet_labels"),
    Breakage("an interval for a publication date", ARTICLES, cell(2, 3, "2025/2026"), 2, '"2025/2026"', "not an interval"),
    Breakage("a language by name", ARTICLES, cell(2, 5, "English"), 2, '"English"', "BCP 47"),
    Breakage("needless quotes", ARTICLES, replace(2, "^([^,]+),", r'"\1",'), 2, "another quoting", "muster tidy"),
    Breakage("blanks at an end", ARTICLES, replace(2, ",stated,", ", stated,"), 2, "blanks at an end", "muster tidy"),
    Breakage("a quote left open", ARTICLES, replace(2, "^", '"'), 2, "unexpected end of data", "quotes closed"),
    Breakage("a merge marker", PARTICIPANTS, lambda lines: [lines[0], "<<<<<<< HEAD", *lines[1:]], 2, "merge marker <<<<<<<", "a resolved merge"),
    Breakage("a place that the registry does not know", EVENTS, cell(2, 5, "Atlantis"), 2, '"Atlantis"', "registry_places"),
    Breakage("a participant of no event", PARTICIPANTS, cell(2, 0, "0000000000000000"), 2, '"0000000000000000"', "raw_event_mentions"),
    Breakage("a topic with another topic's value", "landing/raw_statement_mentions.csv", replace(2, ",stance,", ",motive,"), 2, "motive", "statement_topics"),
    Breakage("a person without public capacity", "registry/registry_actors.csv", lambda lines: [*lines[:1], "0,A Recruit,person,,,", *lines[1:]], 2, "nothing", "the public capacity"),
    Breakage("a correction of nothing that landed", REVIEW, cell(2, 5, "0000000000000000"), 2, '"0000000000000000"', "a mention_id of"),
    Breakage("a correction of no column", REVIEW, cell(2, 6, "valu_high"), 2, '"valu_high"', "a column of"),
    Breakage("an integer beyond its type", ARTICLES, cell(2, 8, "99999999999"), 2, '"99999999999"', "a whole number below"),
    Breakage("a byte order mark", ARTICLES, replace(1, "^", "\ufeff"), 1, "a byte order mark", "muster tidy"),
    Breakage("half a span", FIGURES, cell(2, 14, "17"), 2, "nothing", "value_start and value_end, or neither"),
]  # fmt: skip


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda b: b.name)
def test_a_broken_seed_is_named_and_nothing_is_published_from_it(
    breakage: Breakage, published: Project
) -> None:
    before = published.warehouse.resolve(), published.warehouse.read_bytes()
    path = published.root / "seeds" / breakage.seed
    lines = breakage.edit(path.read_text("utf-8").rstrip("\n").split("\n"))
    path.write_text("\n".join(lines) + "\n", "utf-8")

    with pytest.raises(FaultySeedsError) as error:
        build(published, no_progress)

    place = f"seeds/{breakage.seed}:{breakage.line}:"
    said = [line for line in str(error.value).splitlines() if line.startswith(place)]
    assert any(breakage.found in line and breakage.expected in line for line in said), str(
        error.value
    )
    assert (published.warehouse.resolve(), published.warehouse.read_bytes()) == before


def test_the_seeds_of_the_project_are_sound(sources: Project) -> None:
    assert check(sources.root) == []


def test_every_fault_is_found_in_one_run(sources: Project) -> None:
    for seed, edit in [
        (FIGURES, cell(2, 5, "twenty")),
        (ARTICLES, cell(2, 1, "")),
        (EVENTS, cell(2, 5, "Atlantis")),
    ]:
        path = sources.root / "seeds" / seed
        path.write_text(
            "\n".join(edit(path.read_text("utf-8").rstrip("\n").split("\n"))) + "\n", "utf-8"
        )
    assert {(fault.file, fault.line) for fault in check(sources.root)} == {
        (f"seeds/{FIGURES}", 2), (f"seeds/{ARTICLES}", 2), (f"seeds/{EVENTS}", 2),
    }  # fmt: skip


def test_a_fault_points_at_the_character_where_the_field_begins(sources: Project) -> None:
    path = sources.root / "seeds" / FIGURES
    lines = path.read_text("utf-8").split("\n")
    lines[1] = lines[1].replace("recruited", "enlisted", 1)
    path.write_text("\n".join(lines), "utf-8")
    [fault] = check(sources.root)
    assert lines[1][fault.column - 1 :].startswith("enlisted")
    assert str(fault).startswith(f"seeds/{FIGURES}:2:{fault.column}: measure found")


def test_bytes_that_are_no_utf8_are_named_by_line(sources: Project) -> None:
    path = sources.root / "seeds" / ARTICLES
    lines = path.read_bytes().split(b"\n")
    lines[4] = b"\xff" + lines[4]
    path.write_bytes(b"\n".join(lines))
    faults = [fault for fault in check(sources.root) if fault.file == f"seeds/{ARTICLES}"]
    assert [(fault.line, fault.found, fault.expected) for fault in faults] == [
        (5, "the byte 0xff", "UTF-8")
    ]


def test_a_missing_seed_and_an_undescribed_one_are_named(sources: Project) -> None:
    (sources.root / "seeds/codebook/statuses.csv").rename(
        sources.root / "seeds/codebook/states.csv"
    )
    said = {(fault.file, fault.found) for fault in check(sources.root)}
    assert ("seeds/codebook/statuses.csv", "no such file") in said
    assert ("seeds/codebook/states.csv", "a CSV that no YAML describes") in said


@pytest.mark.parametrize(
    "content", ["seeds:\n", "seeds:\n  - description: x\n", "- 1\n", "seeds: [\n"]
)
def test_a_yaml_that_describes_no_seed_is_named(sources: Project, content: str) -> None:
    (sources.root / "seeds/codebook/kinds.yml").write_text(content, "utf-8")
    with pytest.raises(SeedError, match=r"seeds/codebook/kinds\.yml:\d+:\d+: "):
        check(sources.root)


def test_a_broken_vocabulary_is_one_fault_and_not_a_thousand(sources: Project) -> None:
    path = sources.root / "seeds/registry/registry_countries.csv"
    path.write_text(path.read_text("utf-8").replace("country_name", "name", 1), "utf-8")
    assert [fault.file for fault in check(sources.root)] == [
        "seeds/registry/registry_countries.csv"
    ]


def test_a_misspelt_key_of_the_yaml_is_named(sources: Project) -> None:
    path = sources.root / "seeds/landing/raw_articles.yml"
    path.write_text(path.read_text("utf-8").replace("format: slug", "fromat: slug", 1), "utf-8")
    assert [fault.found for fault in check(sources.root)] == [
        "the unknown key article_id.meta.fromat"
    ]


def test_a_correction_allows_the_value_that_it_corrects(sources: Project) -> None:
    path = sources.root / "seeds/review/review_decisions.csv"
    header, _, *rest = path.read_text("utf-8").split("\n")
    path.write_text("\n".join([header, *rest]), "utf-8")
    [fault] = check(sources.root)
    assert fault.field == "value_high"
    assert "up_to" in fault.expected
