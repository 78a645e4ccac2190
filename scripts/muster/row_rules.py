"""What the fields of one row must be together: numbers and relations, units and measures, spans.

Each rule takes a row whose fields are right one by one, and yields (field, found, expected).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from muster.faults import shown
from muster.seed_tables import Table
from muster.seeds import Row

RowFault = tuple[str, str, str]
"""(field, found, expected)"""


@dataclass(frozen=True)
class Codebook:
    """What other seeds say that a row must agree with. A seed that is not readable says nothing."""

    value_fields: Mapping[str, tuple[str, ...]]
    """Where each relation carries its number: value_low, value_high or both."""
    measures: Mapping[str, Row]
    dimensions: Mapping[str, str]
    """What each unit measures: people, money, time, share, count or sentence."""
    text_lengths: Mapping[str, str]
    """Length of each article's text in code points; empty where the text is not in the store."""

    @classmethod
    def of(cls, tables: Mapping[str, Table]) -> Codebook:
        """Read the seeds that the rules need."""

        def rows(name: str) -> list[Row]:
            return [row for _, row in tables[name].rows] if name in tables else []

        return cls(
            value_fields={row["relation"]: _value_fields(row) for row in rows("relations")},
            measures={row["measure"]: row for row in rows("measures")},
            dimensions={row["unit"]: row["dimension"] for row in rows("units")},
            text_lengths={row["article_id"]: row["text_length"] for row in rows("raw_articles")},
        )


def row_faults(seed: str, row: Row, codebook: Codebook) -> list[RowFault]:
    """List what is wrong with a row of ``seed`` whose fields are right one by one."""
    return [fault for rule in _RULES.get(seed, ()) for fault in rule(row, codebook)]


def _value_fields(relation: Row) -> tuple[str, ...]:
    """Tell where a relation carries its number; one that bounds from above alone has a ceiling."""
    if relation["lower"] == "value_low":
        return "value_low", "value_high"
    return ("value_high",) if relation["lower"] == "open" else ("value_low",)


def _relation(row: Row, codebook: Codebook) -> Iterator[RowFault]:
    """Each relation says which of value_low and value_high carries the number."""
    relation = row["relation"]
    wanted = codebook.value_fields.get(relation)
    if wanted is None:
        return
    for name in ("value_low", "value_high"):
        if name in wanted and row[name] == "":
            yield name, "nothing", f"the number: relation {relation} carries it in {name}"
        if name not in wanted and row[name] != "":
            yield name, shown(row[name]), f"nothing: relation {relation} has no {name}"
        if row[name].startswith("-"):
            yield name, row[name], "no negative number"
    low, high = row["value_low"], row["value_high"]
    if low and high and float(low) > float(high):
        yield "value_high", high, f"at least value_low, {low}"


def _unit(row: Row, codebook: Codebook) -> Iterator[RowFault]:
    """A unit measures what the measure's own unit does: any currency, days or months, people.

    Counts are of different things, so theirs must be the same; a sentence without a term of years
    stands where the term would; and a measure without a unit of its own has any.
    """
    unit, measure = row["unit"], codebook.measures.get(row["measure"])
    dimension = codebook.dimensions.get(unit)
    for name in ("value_low", "value_high"):
        if dimension == "sentence" and row[name] not in ("", "1"):
            yield name, shown(row[name]), f"1: the unit {unit} has no other number"
    if measure is None or dimension is None or unit == measure["unit"] or not measure["unit"]:
        return
    own = codebook.dimensions.get(measure["unit"])
    fits = own == dimension and dimension != "count"
    if dimension == "sentence":
        fits = own == "time" and measure["family"] == "justice"
    if not fits:
        expected = f"{measure['unit']} or another unit of {own}: the measure is {row['measure']}"
        yield "unit", shown(unit), expected


def _kind(row: Row, codebook: Codebook) -> Iterator[RowFault]:
    """Only a rule, a price or a plan stands outside time, and nobody counts people as such."""
    kind, measure = row["kind"], codebook.measures.get(row["measure"])
    if kind != "point" and row["period"] == "":
        yield "period", "nothing", f"a period or a day: a figure of kind {kind} has one"
    if kind == "point" and measure is not None and measure["default_kind"] != "point":
        expected = f"{measure['default_kind']}, or another kind that counts: {row['measure']} does"
        yield "kind", shown(kind), expected


def _note(row: Row, codebook: Codebook) -> Iterator[RowFault]:
    measure = codebook.measures.get(row["measure"])
    if measure is not None and not measure["unit"] and row["note"] == "":
        yield "note", "nothing", f"what is measured: the measure is {row['measure']}"


def _value_span(row: Row, codebook: Codebook) -> Iterator[RowFault]:
    yield from _span(row, codebook, "value_start", "value_end")
    start, end = row["value_start"], row["value_end"]
    quote_start, quote_end = row["quote_start"], row["quote_end"]
    if not (start and end):
        return
    if not (quote_start or quote_end):
        yield "quote_start", "nothing", "where the sentence begins that the value lies in"
    elif (quote_start and quote_end) and not (
        float(quote_start) <= float(start) and float(end) <= float(quote_end)
    ):
        expected = f"one within the quote's, {quote_start} to {quote_end}"
        yield "value_start", f"the span {start} to {end}", expected


def _quote_span(row: Row, codebook: Codebook) -> Iterator[RowFault]:
    yield from _span(row, codebook, "quote_start", "quote_end")


def _name_span(row: Row, codebook: Codebook) -> Iterator[RowFault]:
    yield from _span(row, codebook, "span_start", "span_end")


def _span(row: Row, codebook: Codebook, start: str, end: str) -> Iterator[RowFault]:
    """A span has two ends in a text that is known: without the text nobody can look it up."""
    length = codebook.text_lengths.get(row["article_id"])
    if bool(row[start]) != bool(row[end]):
        missing = end if row[start] else start
        yield missing, "nothing", f"{start} and {end}, or neither"
    elif row[start] and not 0 <= float(row[start]) < float(row[end]):
        yield end, row[end], f"an end after {start}, {row[start]}, which is 0 or more"
    elif row[start] and length == "":
        expected = f"nothing: the article {row['article_id']} has no text_sha256 and no text_length"
        yield start, row[start], expected
    elif row[start] and length is not None and float(row[end]) > float(length):
        yield end, row[end], f"an end within the article's text, whose text_length is {length}"


def _article_text(row: Row, codebook: Codebook) -> Iterator[RowFault]:
    if bool(row["text_sha256"]) != bool(row["text_length"]):
        missing = "text_length" if row["text_sha256"] else "text_sha256"
        yield missing, "nothing", "text_sha256 and text_length, or neither"
    if row["text_length"] and float(row["text_length"]) < 1:
        yield "text_length", row["text_length"], "1 or more"


def _public_capacity(row: Row, codebook: Codebook) -> Iterator[RowFault]:
    """People are named in a public capacity or not at all."""
    if row["kind"] == "person" and not row["capacity"]:
        yield "capacity", "nothing", "the public capacity in which this person is named"
    if row["kind"] != "person" and row["capacity"]:
        yield "capacity", shown(row["capacity"]), f"nothing: a {row['kind']} is no person"


_RULES: Mapping[str, tuple[Callable[[Row, Codebook], Iterator[RowFault]], ...]] = {
    "raw_articles": (_article_text,),
    "raw_figure_mentions": (_relation, _unit, _kind, _note, _value_span, _quote_span),
    "raw_event_mentions": (_quote_span,),
    "raw_statement_mentions": (_quote_span,),
    "raw_actor_mentions": (_name_span,),
    "registry_actors": (_public_capacity,),
}
