"""What the fields of a row must be together, one rule after the other."""

from __future__ import annotations

import pytest

from muster.project import Project
from muster.row_rules import Codebook, row_faults
from muster.seed_schema import load_seeds
from muster.seed_tables import Table
from muster.seeds import Row

FIGURE = {
    "mention_id": "", "article_id": "with-text", "measure": "recruited", "unit": "persons",
    "relation": "exact", "value_low": "20", "value_high": "", "population": "ALL", "side": "RU",
    "kind": "flow", "period": "2025", "claimant": "", "claimant_org": "", "relayed_by": "",
    "value_start": "10", "value_end": "12", "quote_start": "0", "quote_end": "40", "summary": "x",
    "note": "", "extractor": "rules", "extractor_version": "1", "extracted_at": "2026-01-01 00:00:00",
}  # fmt: skip


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    """The codebook of the project, and an article of 100 characters."""
    root = Project.find().root
    seeds = load_seeds(root)
    tables = {name: Table.read(seeds[name], root) for name in ("relations", "measures", "units")}
    book = Codebook.of(tables)
    return Codebook(
        book.value_fields, book.measures, book.dimensions, {"with-text": "100", "without": ""}
    )


def told(seed: str, row: Row, codebook: Codebook) -> list[str]:
    return [f"{name}: found {found}, {expected}" for name, found, expected in row_faults(seed, row, codebook)]  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"value_start": "", "value_end": ""},
        {"value_start": "", "value_end": "", "quote_start": "", "quote_end": "", "article_id": "without"},
        {"value_start": "0", "value_end": "40"},
        {"quote_end": "100"},
        {"unit": "persons_per_week"},
        {"measure": "training_time", "unit": "months", "kind": "point", "period": ""},
        {"measure": "monthly_pay", "unit": "KES", "kind": "point"},
        {"measure": "sentence_maximum", "unit": "life", "kind": "point", "value_low": "1"},
        {"measure": "sentence_maximum", "unit": "death_penalty", "kind": "point", "value_low": "1"},
        {"measure": "other", "unit": "votes", "note": "votes cast"},
        {"relation": "range", "value_high": "20"},
    ],
)  # fmt: skip
def test_a_sound_row_has_no_fault(changes: Row, codebook: Codebook) -> None:
    assert told("raw_figure_mentions", FIGURE | changes, codebook) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"unit": "USD"}, 'unit: found "USD", persons or another unit of people'),
        ({"unit": "life", "value_low": "1"}, 'unit: found "life", persons or another'),
        ({"measure": "countries_of_origin", "unit": "cases"}, 'unit: found "cases", countries'),
        ({"measure": "monthly_pay", "unit": "persons", "kind": "point"}, 'unit: found "persons", USD or another unit of money'),
        ({"measure": "training_time", "unit": "life", "kind": "point", "value_low": "1"}, 'unit: found "life", days or another unit of time'),
        ({"measure": "sentence_maximum", "unit": "life", "kind": "point"}, 'value_low: found "20", 1: the unit life'),
        ({"period": ""}, "period: found nothing, a period or a day: a figure of kind flow has one"),
        ({"period": "", "kind": "stock", "measure": "serving"}, "period: found nothing"),
        ({"kind": "point"}, 'kind: found "point", cumulative, or another kind that counts'),
        ({"measure": "other", "unit": "votes"}, "note: found nothing, what is measured"),
        ({"relation": "range", "value_high": "10"}, "value_high: found 10, at least value_low, 20"),
        ({"value_low": "-20"}, "value_low: found -20, no negative number"),
        ({"value_low": ""}, "value_low: found nothing, the number: relation exact"),
        ({"value_end": "10"}, "value_end: found 10, an end after value_start, 10"),
        ({"value_start": "13"}, "value_end: found 12, an end after value_start, 13"),
        ({"value_start": "-1"}, "value_end: found 12, an end after value_start, -1, which is 0"),
        ({"quote_start": "11"}, "value_start: found the span 10 to 12, one within the quote's, 11 to 40"),
        ({"quote_end": "11"}, "value_start: found the span 10 to 12, one within the quote's, 0 to 11"),
        ({"quote_start": "", "quote_end": ""}, "quote_start: found nothing, where the sentence begins that the value lies in"),
        ({"quote_start": ""}, "quote_start: found nothing, quote_start and quote_end, or neither"),
        ({"quote_end": "101"}, "quote_end: found 101, an end within the article's text, whose text_length is 100"),
        ({"article_id": "without"}, "value_start: found 10, nothing: the article without has no text_sha256"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named(changes: Row, fault: str, codebook: Codebook) -> None:
    faults = told("raw_figure_mentions", FIGURE | changes, codebook)
    assert any(fault in said for said in faults), faults


@pytest.mark.parametrize(
    ("sha256", "length", "field"),
    [("0" * 64, "", "text_length"), ("", "20", "text_sha256"), ("0" * 64, "0", "text_length")],
)
def test_an_article_has_a_hash_and_a_length_or_neither(
    sha256: str, length: str, field: str, codebook: Codebook
) -> None:
    row = {"text_sha256": sha256, "text_length": length}
    assert [name for name, *_ in row_faults("raw_articles", row, codebook)] == [field]
