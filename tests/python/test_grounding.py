"""Grounding: what stands in the text passes, and whatever is changed about it does not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from muster.check import check
from muster.extraction.document import (
    Actor,
    Article,
    Event,
    Extraction,
    Figure,
    Participant,
    Span,
    Statement,
)
from muster.extraction.grounding import Claim, Grounding, Text
from muster.landing.land import Verifier
from muster.project import Project

TEXT = """\
Kenya's foreign ministry has lost count. More than 150 Kenyans have signed up since June, Oleh \
Ivashchenko, head of the Foreign Intelligence Service of Ukraine, said on Friday.

Also read: at least 900 Nepalis are dead, says Dmytro Usov

At least 40 of them are dead. The law knows life imprisonment for it, and training takes two weeks. \
Foreigners get $2,000 a month, returnees told a reporter.
"""


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return start, start + len(words)


def figure(**changes: Any) -> Figure:
    quote = TEXT[TEXT.index("More than") : TEXT.index(" on Friday.") + len(" on Friday.")]
    given = Figure(
        measure="recruited",
        unit="persons",
        relation="more_than",
        value_low=150.0,
        value_high=None,
        population="KEN",
        side="RU",
        kind="cumulative",
        period="../2026-01",
        claimant="Oleh Ivashchenko",
        claimant_org="Foreign Intelligence Service of Ukraine",
        relayed_by=None,
        value_span=span("More than 150"),
        quote_span=span(quote),
    )
    return replace(given, **changes)


ARTICLE = Article(TEXT, outlet="The Example", masked=(span(TEXT.split("\n\n")[1]),))


@cache
def grounding() -> Grounding:
    return Verifier(ROOT)("en")


def fault(claim: Claim) -> str:
    return grounding().fault(claim, Text(ARTICLE)) or "stands"


def test_a_claim_that_stands_in_the_text_passes() -> None:
    assert fault(figure()) == "stands"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"value_low": 250.0}, "reads more_than 150"),
        ({"value_low": 151.0}, "reads more_than 150"),
        ({"relation": "at_least"}, "reads more_than 150"),
        ({"relation": "exact"}, "reads more_than 150"),
        ({"relation": "exact", "value_span": span("150")}, "reads more_than 150"),
        ({"relation": "less_than", "value_low": None, "value_high": 150.0}, "reads more_than 150"),
        ({"value_span": span("signed up")}, "no number"),
        ({"value_span": span("At least 40")}, "does not lie in its sentence"),
        ({"quote_span": (0, len(TEXT) + 1)}, "no span"),
        ({"value_span": (60, 60)}, "no span"),
        ({"value_span": (-13, -1)}, "no span"),
        ({"claimant": "Dmytro Usov"}, "names 'Dmytro Usov'"),
        ({"claimant": "Ann Nobody"}, "names 'Ann Nobody'"),
        ({"claimant_org": "Main Directorate of Intelligence of Ukraine"}, "names 'Main"),
        ({"claimant_org": "Ministry of Foreign Affairs of Nepal"}, "names 'Ministry"),
        ({"relayed_by": "Reuters"}, "names 'Reuters'"),
        ({"population": "NPL"}, "population NPL"),
        ({"population": "KEN+NPL"}, "population NPL"),
        ({"population": "ALL-xPRK"}, "population PRK"),
        ({"population": "SOUTH_ASIA"}, "population SOUTH_ASIA"),
        ({"population": "AFRICA"}, "population AFRICA"),
        ({"population": "RUS-NAT"}, "population RUS-NAT"),
    ],
)
def test_a_claim_of_which_anything_is_changed_is_refused(changes: dict[str, Any], why: str) -> None:
    assert why in fault(figure(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"claimant": None, "claimant_org": None},
        {"claimant": "The Example"},
        {"claimant": "Ministry of Foreign Affairs of Kenya", "claimant_org": None},
        {"claimant": "Government of Kenya"},
        {"claimant": "returnees", "claimant_org": None},
        {"population": "KEN-born"},
        {"population": "ALL"},
    ],
)
def test_names_are_known_in_all_the_ways_in_which_the_registry_knows_them(
    changes: dict[str, Any],
) -> None:
    assert fault(figure(**changes)) == "stands"


def test_what_is_masked_is_no_evidence() -> None:
    masked = span(TEXT.split("\n\n")[1])
    claim = figure(
        value_low=900.0, relation="at_least", value_span=span("at least 900"), quote_span=masked
    )
    assert "boilerplate" in fault(claim)
    assert "names the population NPL" in fault(figure(population="NPL"))


def test_a_life_sentence_and_weeks_in_days_are_read_as_what_they_are() -> None:
    quote = span("The law knows life imprisonment for it, and training takes two weeks.")
    life = figure(
        unit="life",
        relation="exact",
        value_low=1.0,
        value_span=span("life imprisonment"),
        quote_span=quote,
    )
    assert fault(life) == "stands"
    weeks = figure(
        unit="days",
        relation="exact",
        value_low=14.0,
        value_span=span("two weeks"),
        quote_span=quote,
    )
    assert fault(weeks) == "stands"
    assert "reads exact 2" in fault(replace(weeks, value_low=15.0))
    assert "reads exact 2" in fault(replace(weeks, unit="persons"))


def test_events_actors_and_statements_must_stand_there_too() -> None:
    quote = span("At least 40 of them are dead.")
    event = Event("death_confirmed", "completed", None, "KEN", (), quote)
    assert fault(event) == "stands"
    assert "Reuters" in fault(replace(event, participants=(Participant("Reuters", "publisher"),)))
    assert "boilerplate" in fault(replace(event, quote_span=span("900 Nepalis")))
    actor = Actor("Oleh Ivashchenko", "person", "UKR", "head", span("Oleh Ivashchenko"))
    assert fault(actor) == "stands"
    assert "the span reads" in fault(replace(actor, name="Oleg Ivashchenko"))
    said = Statement(
        "motive", "pay", "ALL", None, "returnees", None, None, span("Foreigners get $2,000 a month")
    )
    assert fault(said) == "stands"
    assert "population NPL" in fault(replace(said, population="NPL"))


def test_grounding_parts_an_extraction_without_losing_a_claim() -> None:
    claims = (figure(), figure(value_low=250.0), figure(population="NPL"))
    found = Extraction(ARTICLE, claims, (), (), (), "test", "1")
    grounded, refused = grounding().ground(found)
    assert grounded.figures == claims[:1]
    assert [one.claim for one in refused] == list(claims[1:])


@given(
    low=st.integers(-5, 400),
    high=st.integers(0, 400),
    start=st.integers(-2, 80),
    end=st.integers(-2, 80),
)
def test_only_the_characters_of_the_number_ground_it(
    low: int, high: int, start: int, end: int
) -> None:
    quote = figure().quote_span
    claim = figure(value_low=float(low), value_span=(quote[0] + start, quote[0] + end))
    if grounding().fault(claim, Text(ARTICLE)) is None:
        assert low == 150
        overlap = range(max(claim.value_span[0], quote[0]), min(claim.value_span[1], quote[0] + 13))
        assert len(overlap) > 0
    assert grounding().fault(figure(value_high=float(high)), Text(ARTICLE)) is not None


@given(st.text(), st.text())
def test_any_text_and_any_name_may_be_asked_for(text: str, name: str) -> None:
    article = Article(text)
    claim = figure(claimant=name, quote_span=(0, len(text)), value_span=(0, len(text)))
    assert isinstance(grounding().fault(claim, Text(article)), str | None)
    extraction = Extraction(article, (claim,), (), (), (), "test", "1")
    grounded, refused = grounding().ground(extraction)
    assert len(grounded.figures) + len(refused) == 1


def test_check_finds_a_landed_claim_that_was_changed_by_hand(
    sources: Project, tmp_path: Path
) -> None:
    from test_landing import STORY, article, landed

    landed(sources, article(tmp_path, "a.txt", STORY))
    assert check(sources.root) == []
    path = sources.root / "seeds/landing/raw_figure_mentions.csv"
    line = next(
        line
        for line in path.read_text("utf-8").split("\n")
        if ",small,1," in line and ",150," in line
    )
    path.write_text(
        path.read_text("utf-8").replace(line, line.replace(",150,", ",250,", 1)), "utf-8"
    )
    faults = [str(found) for found in check(sources.root)]
    assert any("reads more_than 150; the claim says more_than 250" in text for text in faults)
    number = path.read_text("utf-8").split("\n").index(line.replace(",150,", ",250,", 1)) + 1
    assert any(
        text.startswith(f"seeds/landing/raw_figure_mentions.csv:{number}:") for text in faults
    )
