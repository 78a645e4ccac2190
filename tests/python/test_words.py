"""What a reader is told of a number, a bound and a date."""

from __future__ import annotations

import pytest

from muster import words


@pytest.mark.parametrize(
    ("relation", "low", "high", "said"),
    [
        ("more_than", 150.0, None, "more than 150"),
        ("approximately", 18000.0, None, "about 18,000"),
        ("up_to", None, 20.0, "up to 20"),
        ("range", 10.0, 99.0, "10 to 99"),
        ("exact", 2.5, None, "2.5"),
        ("exact", 1234567.0, None, "1,234,567"),
        ("exact", None, None, "not stated"),
    ],
)
def test_a_number_keeps_its_relation(
    relation: str, low: float | None, high: float | None, said: str
) -> None:
    assert words.claim(relation, low, high) == said


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        ("1", "persons", "1 person"),
        ("about 20", "persons", "about 20 people"),
        ("42", "percent", "42%"),
        ("2,000", "USD", "2,000 USD"),
        ("1", "life", "life imprisonment"),
        ("3", None, "3"),
    ],
)
def test_a_number_says_what_it_is_of(number: str, unit: str | None, said: str) -> None:
    assert words.with_unit(number, unit) == said


@pytest.mark.parametrize(
    ("measure", "unit", "said"),
    [
        ("cases_opened", "cases", "opened"),
        ("countries_of_origin", "countries", "of origin"),
        ("in_captivity", "persons", "in captivity"),
        ("recruited", None, "recruited"),
    ],
)
def test_a_unit_is_not_said_twice(measure: str, unit: str | None, said: str) -> None:
    assert words.after_unit(measure, unit) == said


@pytest.mark.parametrize(
    ("lower", "upper", "lower_open", "upper_open", "said"),
    [
        (150.0, None, True, True, "more than 150; nobody says at most how many"),
        (150.0, None, False, True, "at least 150; nobody says at most how many"),
        (None, 20.0, True, False, "at most 20; nobody says at least how many"),
        (180.0, 220.0, False, False, "at least 180, at most 220"),
        (25.0, 25.0, False, False, "exactly 25"),
        (None, None, True, True, "no bound is stated"),
    ],
)
def test_an_open_end_stays_open(
    lower: float | None, upper: float | None, lower_open: bool, upper_open: bool, said: str
) -> None:
    assert words.bounds(lower, upper, lower_open=lower_open, upper_open=upper_open) == said


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2025-12", "December 2025"),
        ("2025-04-09", "9 April 2025"),
        ("../2025-04-09", "up to 9 April 2025"),
        ("/2025", "up to 2025"),
        ("2022-02/..", "from February 2022 on"),
        ("2022-02/2025-11", "February 2022 to November 2025"),
        ("2025-12~", "about December 2025"),
        ("2025-22", "summer 2025"),
        ("202X", "the 2020s"),
        (None, "not stated"),
    ],
)
def test_a_date_is_no_more_exact_than_it_was_stated(edtf: str | None, said: str) -> None:
    assert words.period(edtf) == said
