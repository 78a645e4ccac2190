from __future__ import annotations

import time

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.extraction.dates import dates
from muster.extraction.tokens import tokenize

SUNDAY = "2025-12-28"


def only(text: str, published_on: str | None = SUNDAY) -> tuple[str | None, str]:
    found = dates(text, published_on)
    assert len(found) == 1, found
    return found[0].edtf, found[0].kind


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("14 March 2025", "2025-03-14"),
        ("the 14th of March 2025", "2025-03-14"),
        ("March 14, 2025", "2025-03-14"),
        ("Oct. 31, 2024", "2024-10-31"),
        ("March 2025", "2025-03"),
        ("October of 2023", "2023-10"),
        ("2026-01-10", "2026-01-10"),
        ("10.01.2026", "2026-01-10"),
        ("25/01/2026", "2026-01-25"),
        ("03/04/2025", "2025"),
        ("the 1990s", "199X"),
        ("2023/24", "2023/2024"),
        ("Friday, 26 December 2025", "2025-12-26"),
        ("mid-2025", "2025-06"),
        ("the end of 2024", "2024-12"),
        ("the first half of 2025", "2025-01/2025-06"),
        ("summer 2024", "2024-06/2024-08"),
        ("the winter of 2022", "2022-12/2023-02"),
    ],
)
def test_dates_that_say_their_year(text: str, edtf: str) -> None:
    assert only(f"{text} ", None)[0] == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on 24 September", "2025-09-24"),
        ("on 2 January", "2025-01-02"),
        ("on 31 December", "2024-12-31"),
        ("In December alone", "2025-12"),
        ("last December", "2024-12"),
        ("the twenty-ninth of last September", "2025-09-29"),
        ("March this year", "2025-03"),
        ("July of last year", "2024-07"),
        ("the end of June", "2025-06"),
        ("on Friday", "2025-12-26"),
        ("on Sunday", "2025-12-28"),
        ("last Sunday", "2025-12-21"),
        ("next Friday", "2026-01-02"),
        ("today", "2025-12-28"),
        ("yesterday", "2025-12-27"),
        ("this week", "2025-12-22/2025-12-28"),
        ("last week", "2025-12-15/2025-12-21"),
        ("earlier this month", "2025-12"),
        ("last month", "2025-11"),
        ("next month", "2026-01"),
        ("last year", "2024"),
        ("so far this year", "2025"),
        ("the first six months of this year", "2025-01/2025-06"),
        ("last summer", "2025-06/2025-08"),
        ("this winter", "2025-12/2026-02"),
        ("last winter", "2024-12/2025-02"),
        ("a week ago", "2025-12-21"),
        ("five months ago", "2025-07"),
        ("two years ago", "2023"),
        ("the past two years", "2023/2025"),
    ],
)
def test_dates_that_count_from_the_day_of_publication(text: str, edtf: str) -> None:
    assert only(text)[0] == edtf


@pytest.mark.parametrize(
    ("text", "edtf", "kind"),
    [
        ("in March", "2025-03", "during"),
        ("on 5 March", "2025-03-05", "point"),
        ("since 2022", "2022/..", "since"),
        ("since last summer", "2025-06/..", "since"),
        ("since the full-scale invasion", "2022-02-24/..", "since"),
        ("until 30 June", "../2025-06-30", "until"),
        ("to date", "../2025-12-28", "until"),
        ("By October", "../2025-10", "by"),
        ("around 2015", "2015~", "point"),
        ("as of October", "2025-10", "as_of"),
        ("before 2022", "../2022", "before"),
        ("after May 2024", "2024-05/..", "after"),
        ("between April 2023 and May 2024", "2023-04/2024-05", "between"),
        ("between 1 December 2024 and 24 September 2025", "2024-12-01/2025-09-24", "between"),
        ("from January to June", "2025-01/2025-06", "between"),
        ("between November and February 2025", "2024-11/2025-02", "between"),
        ("21-22 March 2025", "2025-03-21/2025-03-22", "between"),
        ("from 3 to 5 May", "2025-05-03/2025-05-05", "between"),
        ("2022-2024", "2022/2024", "between"),
    ],
)
def test_the_word_before_says_how_a_date_bounds(text: str, edtf: str, kind: str) -> None:
    assert only(text) == (edtf, kind)


def test_the_span_holds_the_word_before() -> None:
    text = "He has been there since 2022, they say."
    assert [text[one.start : one.end] for one in dates(text, None)] == ["since 2022"]


@pytest.mark.parametrize(
    "text",
    [
        "May I go?",
        "They march on",
        "the second man",
        "2000 men",
        "T-2000",
        "in the last years",
        "3 to 5",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert dates(text, SUNDAY) == []


@pytest.mark.parametrize("text", ["last month", "on Friday", "in December", "yesterday"])
def test_without_the_day_of_publication_a_relative_date_stays_open(text: str) -> None:
    assert only(text, None)[0] is None


def test_a_month_of_publication_resolves_what_it_can() -> None:
    assert only("last month", "2025-12")[0] == "2025-11"
    assert only("yesterday", "2025-12")[0] is None


texts = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            [
                *"""
                since until by as of in on from to between and the last next this past early mid
                end first half quarter 1 2 31 29 1999 2022 2024 2099 1600 02 . , - – / st nd th s
                May March february december Friday year years month months week ago two hundred
                a one today to date so far ( ) invasion 2026-01-10 12/05/2024 ²
                """.split(),  # noqa: SIM905
                "\n\n",
            ]
        ),
        max_size=14,
    ).map(" ".join),
)


@given(texts, st.sampled_from([None, SUNDAY, "2024", "2024-02", "0001-01-01", "2024-13-45", "?"]))
@settings(max_examples=1000, deadline=None)
def test_spans_lie_in_the_text_and_every_date_is_edtf(text: str, published_on: str | None) -> None:
    floor = 0
    for found in dates(text, published_on):
        assert floor <= found.start < found.end <= len(text)
        floor = found.end
        if found.edtf is not None:
            parse_edtf(found.edtf)


@pytest.mark.parametrize(
    "piece",
    [
        "1-",
        "1 ",
        "2022-",
        "May ",
        "the end of ",
        "early ",
        "last ",
        "between May and ",
        "1 to ",
        "a ",
        "\n ",
    ],
)
def test_time_is_linear_in_the_text(piece: str) -> None:
    """Fifteen times the text takes some 15 times the time; a quadratic reader takes 225 times."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        tokenize.cache_clear()
        start = time.process_time()
        dates(text, SUNDAY)
        return time.process_time() - start

    short, long = (min(seconds(length) for _ in range(3)) for length in (4_000, 60_000))
    assert long < 60 * short + 0.05
