"""Ways to break a seed: each is found, at its place, and nothing gets built from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from conftest import no_progress

from muster.build import FaultySeedsError, build
from muster.characters import invisible
from muster.check import check
from muster.project import Project
from muster.tidy import tidy

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


def decision(
    verdict: str,
    subject: str = "raw_figure_mentions",
    subject_id: str = "00038c8b75ad104d",
    field: str = "",
    corrected: str = "",
) -> Callable[[list[str]], list[str]]:
    """Put one decision before all others."""
    line = f"2026-11-01-001,2026-11-01,us,{verdict},{subject},{subject_id},{field},,{corrected},why"
    return lambda lines: [lines[0], line, *lines[1:]]


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
    Breakage("a day that does not exist", FIGURES, replace(2, "2022-10/2022-11", "2022-02-30"), 2, '"2022-02-30"', "2022-02 has 28 days"),
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
    Breakage("a correction of nothing that landed", REVIEW, cell(2, 5, "0000000000000000"), 2, '"0000000000000000"', "a mention_id of the seed"),
    Breakage("a correction of no column", REVIEW, cell(2, 6, "valu_high"), 2, '"valu_high"', "a column that can be corrected"),
    Breakage("an integer beyond its type", ARTICLES, cell(2, 8, "99999999999"), 2, '"99999999999"', "a whole number below"),
    Breakage("a byte order mark", ARTICLES, replace(1, "^", "\ufeff"), 1, "a byte order mark", "muster tidy"),
    *(
        Breakage(f"the number {number} in another form", FIGURES, cell(2, 5, number), 2, "", "a number in plain digits, as 20")
        for number in ["1_000", "+20", "020", "1e3", "20.", ".5", "20.0", "-0", "٢٠", "２０", "1234567890123456", "nan", "0x14"]
    ),
    *(
        Breakage(f"the whole number {number} in another form", ARTICLES, cell(2, 8, number), 2, "", "a whole number")
        for number in ["1_000", "+20", "020", "1e3", "20.0", "-0", "٢٠"]
    ),
    *(
        Breakage(f"the day {day}, which does not exist", FIGURES, cell(2, 10, day), 2, day.strip("./"), "a day that exists")
        for day in ["2023-02-29", "2025-04-31", "1900-02-29~", "2023-02-29/..", "../2023-02-29"]
    ),
    *(
        Breakage(f"the invisible U+{ord(character):04X}", FIGURES, replace(2, "conscripts", f"con{character}scripts"), 2, f"U+{ord(character):04X} (", "text that everybody sees")
        for character in "\0\a\t\x85\xa0\xad\u200b\u200c\u200d\u200e\u202e\u2028\u2029\u2066\u2060\u3164\ufe0f\ufeff\ufffd\ue000"
    ),
    Breakage("letters in parts", FIGURES, replace(2, "conscripts", "co\u0301nscripts"), 2, "not NFC", "muster tidy"),
    Breakage("a header with needless quotes", ARTICLES, replace(1, "^article_id", '"article_id"'), 1, "another quoting", "muster tidy"),
    Breakage("an empty line", ARTICLES, lambda lines: [*lines[:1], "", *lines[1:]], 2, "an empty line", "muster tidy"),
    Breakage("a header and nothing else", ARTICLES, lambda lines: lines[:1], 1, "a header and nothing else", "may_be_empty"),
    Breakage("a new mention without id", FIGURES, cell(2, 0, ""), 2, "nothing", "muster tidy"),
    Breakage("a new event that only its participants name", EVENTS, cell(2, 0, "new-1"), 2, "new-1", "muster tidy"),
    Breakage("a correction to no word of the vocabulary", REVIEW, decision("correct", field="unit", corrected="roubles"), 2, "roubles", "for unit a value that stands in the seed units"),
    Breakage("a correction to no number", REVIEW, decision("correct", field="value_low", corrected="1e3"), 2, "1e3", "for value_low a number"),
    Breakage("a correction to no date", REVIEW, decision("correct", field="period", corrected="2023-02-29"), 2, "2023-02-29", "2023-02 has 28 days"),
    Breakage("a correction to no population", REVIEW, decision("correct", field="population", corrected="XYZ"), 2, "XYZ", "a population"),
    Breakage("a correction to another relation's number", REVIEW, decision("correct", field="value_high", corrected="30"), 2, "30", "relation more_than has no value_high"),
    Breakage("a correction of the relation alone", REVIEW, decision("correct", field="relation", corrected="up_to"), 2, "for value_low", "relation up_to has no value_low"),
    Breakage("a correction of what is not reviewed", REVIEW, decision("correct", field="summary", corrected="x"), 2, "summary", "a column that can be corrected"),
    Breakage("a topic corrected to one without the value", REVIEW, decision("correct", subject="raw_statement_mentions", subject_id="00015b858a93aec7", field="topic", corrected="law"), 2, "law", "statement_topics"),
    Breakage("a merge with itself", REVIEW, decision("merge", subject_id="33c9f96d7141bf70", corrected="33c9f96d7141bf70"), 2, "33c9f96d7141bf70", "another row of raw_figure_mentions"),
    Breakage("a narrowed measure", REVIEW, decision("narrow", field="measure", corrected="one office"), 2, "measure", "population, of raw_figure_mentions"),
    Breakage("a part without a name", REVIEW, decision("narrow", field="population"), 2, "nothing", "the part of the population"),
    Breakage("a split statement", REVIEW, decision("split", subject="raw_statement_mentions", subject_id="00015b858a93aec7"), 2, "raw_statement_mentions", "a seed whose mentions merge"),
    Breakage("a rejected article", REVIEW, decision("reject", subject="raw_articles", subject_id="24hd-2025-chn"), 2, "raw_articles", "a seed that the models review"),
    Breakage("a rejected participant", REVIEW, decision("reject", subject="raw_event_participants", subject_id="0126f8e7e6ac3ef4"), 2, "raw_event_participants", "a seed that the models review"),
    Breakage("a rejected field", REVIEW, decision("reject", field="period"), 2, "period", "the whole mention"),
    Breakage("a decision under another day's number", REVIEW, replace(2, "^2026-11-25", "2026-11-24"), 2, "2026-11-24-001", "2026-11-25-001"),
    Breakage("half a span", FIGURES, cell(2, 14, "17"), 2, "nothing", "value_start and value_end, or neither"),
]  # fmt: skip


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda b: b.name)
def test_a_broken_seed_is_named(breakage: Breakage, sources: Project) -> None:
    change(sources, breakage.seed, breakage.edit)
    said = {
        fault
        for fault in check(sources.root)
        if (fault.file, fault.line) == (f"seeds/{breakage.seed}", breakage.line)
    }
    assert any(breakage.found in fault.found and breakage.expected in fault.expected for fault in said), said  # fmt: skip


def test_nothing_is_published_from_a_broken_seed(published: Project) -> None:
    before = published.warehouse.resolve(), published.warehouse.read_bytes()
    change(published, ARTICLES, cell(2, 1, ""))
    with pytest.raises(FaultySeedsError, match=rf"seeds/{ARTICLES}:2:\d+: url found nothing"):
        build(published, no_progress)
    assert (published.warehouse.resolve(), published.warehouse.read_bytes()) == before


def change(project: Project, seed: str, edit: Callable[[list[str]], list[str]]) -> None:
    path = project.root / "seeds" / seed
    lines = edit(path.read_text("utf-8").rstrip("\n").split("\n"))
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="")


def test_the_seeds_of_the_project_are_sound(sources: Project) -> None:
    assert check(sources.root) == []


def test_every_fault_is_found_in_one_run(sources: Project) -> None:
    for seed, edit in [
        (FIGURES, cell(2, 5, "twenty")),
        (ARTICLES, cell(2, 1, "")),
        (EVENTS, cell(2, 5, "Atlantis")),
    ]:
        change(sources, seed, edit)
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


def test_a_broken_vocabulary_is_one_fault_and_not_a_thousand(sources: Project) -> None:
    path = sources.root / "seeds/registry/registry_countries.csv"
    path.write_text(path.read_text("utf-8").replace("country_name", "name", 1), "utf-8")
    assert [fault.file for fault in check(sources.root)] == [
        "seeds/registry/registry_countries.csv"
    ]


def test_a_correction_allows_the_value_that_it_corrects(sources: Project) -> None:
    change(sources, REVIEW, lambda lines: [lines[0], *lines[2:]])
    [fault] = check(sources.root)
    assert fault.field == "value_high"
    assert "up_to" in fault.expected


def test_corrections_are_judged_together_and_the_newest_counts(sources: Project) -> None:
    rows = ["relation,,up_to", "value_low,,7", "value_high,,30"]
    change(sources, FIGURES, lambda lines: lines)
    change(
        sources, REVIEW,
        lambda lines: [
            *lines,
            *(
                f"2026-11-26-{n:03d},2026-11-26,us,correct,raw_figure_mentions,00038c8b75ad104d,{row},why"
                for n, row in enumerate(rows, start=1)
            ),
        ],
    )  # fmt: skip
    [fault] = check(sources.root)
    decisions = (sources.root / "seeds" / REVIEW).read_text("utf-8").splitlines()
    assert "value_low,,7" in decisions[fault.line - 1]
    assert fault.found == '"7" for value_low'


def test_a_rejected_row_may_break_the_rules_of_rows(sources: Project) -> None:
    change(sources, REVIEW, lambda lines: [lines[0], *lines[2:]])
    change(
        sources, REVIEW, decision("reject", subject_id="33c9f96d7141bf70")
    )  # whose number is missing, and now is corrected no more
    assert check(sources.root) == []


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_foreign_line_ends_are_one_fault_of_the_file(sources: Project, line_end: str) -> None:
    path = sources.root / "seeds" / ARTICLES
    path.write_bytes(path.read_bytes().replace(b"\n", line_end.encode()))
    [fault] = check(sources.root)
    assert str(fault).startswith(f"seeds/{ARTICLES}:1:")
    assert "carriage return" in fault.found
    assert "muster tidy" in fault.expected
    tidy(sources.root)
    assert check(sources.root) == []


def test_an_unresolved_merge_is_its_markers_and_nothing_else(sources: Project) -> None:
    def unresolved(lines: list[str]) -> list[str]:
        return [*lines[:2], "<<<<<<< HEAD", lines[2], "=======", lines[2], ">>>>>>> other", *lines[3:]]  # fmt: skip

    change(sources, FIGURES, unresolved)
    change(sources, "codebook/units.yml", unresolved)
    assert [(f.file, f.line, f.found) for f in check(sources.root)] == [
        (f"seeds/{file}", line, f"the merge marker {marker}")
        for file in ("codebook/units.yml", FIGURES)
        for line, marker in [(3, "<<<<<<<"), (5, "======="), (7, ">>>>>>>")]
    ]


def test_a_folder_in_place_of_a_seed_is_named(sources: Project) -> None:
    path = sources.root / "seeds/codebook/statuses.csv"
    path.unlink()
    path.mkdir()
    assert [fault.file for fault in check(sources.root)] == ["seeds/codebook/statuses.csv"]


def test_a_seed_that_lacks_what_the_rules_ask_for_is_named(sources: Project) -> None:
    for ending in ("csv", "yml"):
        path = sources.root / f"seeds/codebook/units.{ending}"
        path.write_text(path.read_text("utf-8").replace("dimension", "sort"), "utf-8")
    [fault] = check(sources.root)
    assert (fault.file, fault.found) == (
        "seeds/codebook/units.yml",
        "no dimension to apply rules to",
    )


@pytest.mark.parametrize("word", ["نمی\u200cخواهم", "ශ්\u200dරී ලංකා", "র\u200d্যাব"])
def test_joiners_that_are_spelling_are_no_fault(word: str) -> None:
    assert list(invisible(word)) == []


def test_broken_decisions_blame_no_landed_row(sources: Project) -> None:
    # line 2 corrects a number that is missing where it landed
    change(sources, REVIEW, cell(2, 4, "raw_figures"))
    assert [fault.file for fault in check(sources.root)] == [f"seeds/{REVIEW}"]
    change(sources, REVIEW, replace(1, "decision_id", "id"))
    assert [fault.file for fault in check(sources.root)] == [f"seeds/{REVIEW}"]
