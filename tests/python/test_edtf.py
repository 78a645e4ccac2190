"""EDTF level 1: what the check accepts, and that SQL and the edtf package read the same days."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import time
from pathlib import Path

import duckdb
import edtf
import jinja2
import pytest

from muster.edtf_level1 import fault

MACROS = Path(__file__).resolve().parents[2] / "macros" / "edtf.sql"

YEARS = ["0001", "1999", "2000", "2024", "2025", "9999"]
DATES = [
    *YEARS,
    *(f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)),
    *(f"{year}-{month:02d}-{day}" for year in YEARS for month in range(1, 13) for day in ("01", "17", "28")),
    "2024-02-29", "2000-02-29", "2025-12-31", "2025-01-30",
]  # fmt: skip
SEASONS = [f"{year}-{season}" for year in YEARS for season in range(21, 25)]
UNSPECIFIED = [
    "201X", "20XX", "199X", "2025-XX", "2024-02-XX", "2023-02-XX", "2025-12-XX", "2025-XX-XX",
]  # fmt: skip
QUALIFIED = [f"{date}{mark}" for date in DATES[::7] for mark in "?~%"]
SIDES = ["2022", "2022-02", "2022-02-24", "2025-07~", "2025?", "2025-12-26", "2026", "2026-02%"]
INTERVALS = [f"{a}/{b}" for a, b in itertools.product(SIDES, SIDES) if a[:7] <= b[:7]]
OPEN = [f"../{side}" for side in SIDES] + [f"{side}/.." for side in SIDES] + ["../.."]
LEVEL_1 = [*DATES, *SEASONS, *UNSPECIFIED, *QUALIFIED, *INTERVALS, *OPEN]


def in_sql(texts: list[str]) -> list[tuple[str, str | None, str | None, str, bool]]:
    """Run the macros, rendered outside dbt, on each text."""
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    macros = environment.from_string(MACROS.read_text("utf-8")).module
    columns = ", ".join(
        f"{getattr(macros, name)('text')} as {name}"
        for name in ("edtf_from", "edtf_to", "edtf_precision", "edtf_is_approximate")
    )
    connection = duckdb.connect()
    connection.execute("create table texts as select unnest(?) as text", [texts])
    return connection.execute(
        f"select text, cast(edtf_from as varchar), cast(edtf_to as varchar), edtf_precision, "
        f"edtf_is_approximate from (select text, {columns} from texts)"
    ).fetchall()


def by_package(text: str, end: str) -> str | None:
    parsed = edtf.parse_edtf(text)
    day = parsed.lower_strict() if end == "from" else parsed.upper_strict()
    return None if isinstance(day, float) else _iso(day)


def _iso(day: time.struct_time) -> str:
    return f"{day.tm_year:04d}-{day.tm_mon:02d}-{day.tm_mday:02d}"


def test_sql_and_the_package_read_the_same_days() -> None:
    assert len(LEVEL_1) > 400
    read = {text: (first, last) for text, first, last, *_ in in_sql(LEVEL_1)}
    expected = {text: (by_package(text, "from"), by_package(text, "to")) for text in LEVEL_1}
    assert read == expected


def test_all_of_them_pass_the_check() -> None:
    assert {text: fault(text) for text in LEVEL_1 if fault(text)} == {}


def test_dates_that_need_no_grammar_are_judged_as_the_package_and_the_calendar_do() -> None:
    texts = [
        f"{year}{month}{day}{mark}"
        for year in ("0000", "0001", "1900", "2023", "2024")
        for month, day, mark in itertools.product(
            ("", *(f"-{n:02d}" for n in range(15))), ("", "-00", "-01", "-28", "-29", "-30", "-31", "-32"), "?~%"
        )
    ]  # fmt: skip
    assert {text for text in texts if fault(text) is None} == {
        text for text in texts if is_by_package(text) and exists(text)
    }


def is_by_package(text: str) -> bool:
    with contextlib.suppress(edtf.EDTFParseException):
        return isinstance(edtf.parse_edtf(text), edtf.UncertainOrApproximate)
    return False


def exists(text: str) -> bool:
    year, month, day = ([int(part) for part in text[:-1].split("-")] + [1, 1])[:3]
    with contextlib.suppress(ValueError):
        return datetime.date(year, month, day) is not None
    return False


def test_intervals_are_in_order_as_the_package_has_it() -> None:
    pairs = list(itertools.product(SIDES, SIDES))
    assert {pair for pair in pairs if fault("/".join(pair))} == {
        (a, b)
        for a, b in pairs
        if edtf.parse_edtf(a).lower_strict() > edtf.parse_edtf(b).upper_strict()
    }


def test_an_unknown_side_gets_no_day() -> None:
    # the package pads it by ten years; a day that nobody stated is not ours to give
    read = {text: (first, last) for text, first, last, *_ in in_sql(["/2025", "2025/"])}
    assert read == {"/2025": (None, "2025-12-31"), "2025/": ("2025-01-01", None)}


@pytest.mark.parametrize(
    ("text", "precision", "is_approximate"),
    [
        ("2025-12-26", "day", False),
        ("2025-12-26~", "day", True),
        ("2025-12", "month", False),
        ("2025-12-XX", "month", False),
        ("2025-XX", "year", False),
        ("2025-XX-XX", "year", False),
        ("2025?", "year", True),
        ("2025-21", "season", False),
        ("201X", "decade", False),
        ("20XX", "century", False),
        ("../2025-11", "interval", False),
        ("2022-02/2025-07%", "interval", True),
    ],
)
def test_precision_and_qualifier_are_kept(text: str, precision: str, is_approximate: bool) -> None:
    [(_, _, _, found, approximate)] = in_sql([text])
    assert (found, approximate) == (precision, is_approximate)


@pytest.mark.parametrize(
    "text",
    [
        "", "Dec 2025", "2025-13", "2025-02-30", "2023-02-29", "1900-02-29", "2025-04-31~", "2023-02-29/2024", "../2023-02-29", "2025-1-5", "25", "2025-12-26T10:00:00", "2025/2024",
        "2025-12-01/2025-11", "[2025,2026]", "{2025,2026}", "?2025-12", "2025-~12", "1X99", "2025-25",
        "Y170000002", "-0044", "0000", "2025/2026/2027", "/", "2025-12 ", "２０２５",
    ],
)  # fmt: skip
def test_what_is_not_level_1_is_refused_with_what_was_expected(text: str) -> None:
    message = fault(text)
    assert message is not None
    assert message.startswith(("an EDTF", "level 1: an EDTF", "an interval", "a year", "a day"))
