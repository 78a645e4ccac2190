"""Numbers, bounds and dates as a reader says them; nothing of a claim is left out."""

from __future__ import annotations

import calendar
import re
from datetime import date

BEFORE = {
    "exact": "",
    "approximately": "about ",
    "at_least": "at least ",
    "more_than": "more than ",
    "at_most": "at most ",
    "less_than": "fewer than ",
    "up_to": "up to ",
}
"""What stands before a number, by relation."""

UNITLESS = {"life": "life imprisonment", "death_penalty": "death penalty"}
"""Units that are the whole statement: their value is always 1."""

SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


def number(value: float) -> str:
    """Write a number with its thousands apart and no digit more than it has."""
    return f"{value:,.12g}" if abs(value) < 1e12 else f"{value:,.0f}"


def claim(relation: str, low: float | None, high: float | None) -> str:
    """Say a stated number with its relation: "more than 150", "10 to 99"."""
    if relation == "range" and low is not None and high is not None:
        return f"{number(low)} to {number(high)}"
    value = low if low is not None else high
    return f"{BEFORE[relation]}{number(value)}" if value is not None else "not stated"


def with_unit(words: str, unit: str | None) -> str:
    """Say a number with what it is a number of: "120 people", "about 40%", "2,000 USD"."""
    if unit in UNITLESS:
        return UNITLESS[unit]
    if unit is None:
        return words
    if unit == "percent":
        return f"{words}%"
    one = words == "1"
    named = {"persons": "person" if one else "people"}.get(unit, unit.replace("_", " "))
    return f"{words} {named}"


def after_unit(measure: str, unit: str | None) -> str:
    """Say what is counted behind a number with its unit: "28 cases", and then "opened"."""
    return label(measure.removeprefix(f"{unit}_"))


def bounds(lower: float | None, upper: float | None, *, lower_open: bool, upper_open: bool) -> str:
    """Say an interval: "more than 150; nobody says at most how many".

    Args:
        lower: the lower end, None where the speaker sets none.
        upper: the upper end, None where the speaker sets none.
        lower_open: whether the lower end itself is excluded.
        upper_open: whether the upper end itself is excluded.
    """
    least = "" if lower is None else f"{'more than' if lower_open else 'at least'} {number(lower)}"
    most = "" if upper is None else f"{'fewer than' if upper_open else 'at most'} {number(upper)}"
    if lower is not None and lower == upper:
        return f"exactly {number(lower)}"
    if least and most:
        return f"{least}, {most}"
    if least:
        return f"{least}; nobody says at most how many"
    return f"{most}; nobody says at least how many" if most else "no bound is stated"


def day(value: date | None) -> str:
    """Write a day: 9 April 2025; nothing for None."""
    return f"{value.day} {calendar.month_name[value.month]} {value.year}" if value else ""


def period(edtf: str | None) -> str:
    """Say a date of EDTF level 1: "February 2022 to November 2025", "up to 9 April 2025"."""
    if not edtf:
        return "not stated"
    start, slash, end = edtf.partition("/")
    if not slash:
        return _date(start)
    if start in ("", ".."):
        return f"up to {_date(end)}"
    if end in ("", ".."):
        return f"from {_date(start)} on"
    return f"{_date(start)} to {_date(end)}"


def label(code: str) -> str:
    """Say a word of the codebook as a reader reads it."""
    return code.replace("_", " ")


def _date(text: str) -> str:
    bare = text.rstrip("?~%")
    about = "about " if bare != text else ""
    parts = bare.split("-")
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", bare):
        if len(parts) == 1:
            return about + bare
        if parts[1] in SEASONS:
            return f"{about}{SEASONS[parts[1]]} {parts[0]}"
        month = calendar.month_name[int(parts[1])] if int(parts[1]) <= 12 else parts[1]
        return about + " ".join([*(str(int(d)) for d in parts[2:]), month, parts[0]])
    if re.fullmatch(r"\d{3}X", bare):
        return f"{about}the {bare[:3]}0s"
    return about + bare
