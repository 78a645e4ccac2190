"""EDTF level 1, as the seeds may use it: dates, seasons, unspecified digits, qualifiers, intervals.

The grammar is the `edtf` package's; what is ours is the subset the warehouse can place on its
calendar (years 0001 to 9999, days that exist) and a message that says what was expected.
"""

from __future__ import annotations

import contextlib
import re
from calendar import monthrange
from functools import cache
from typing import Any

EXPECTED = "an EDTF level 1 date or interval such as 2025-12, 2025-08~, 2023-04/2024-05, ../2025-11"
EXPECTED_DATE = "an EDTF level 1 date such as 2025, 2025-12, 2025-12-26, 2025-08~"


def fault(text: str, *, interval_allowed: bool = True) -> str | None:
    """Say what was expected in place of ``text``; None when it is EDTF level 1."""
    if "/" not in text:
        return _date_fault(text, EXPECTED if interval_allowed else EXPECTED_DATE)
    if not interval_allowed:
        return f"one date, not an interval: {EXPECTED_DATE}"
    sides = text.split("/")
    stated = [side for side in sides if side not in ("", "..")]
    if len(sides) != 2 or text == "/":
        return EXPECTED
    for side in stated:
        if found := _date_fault(side, EXPECTED):
            return found
    if len(stated) == 2 and _is_after(*stated):
        return "an interval that starts before it ends"
    return None


@cache
def _date_fault(text: str, expected: str) -> str | None:
    if plain := _PLAIN.fullmatch(text):
        year, month, day = (int(part or 1) for part in plain.groups())
        # the package would let every February have 29 days
        days = monthrange(year, month)[1]
        return None if day <= days else f"a day that exists: {text[:7]} has {days} days"

    from edtf.parser import parser_classes as kinds

    try:
        parsed = _parse(text)
    except Exception:  # the grammar raises its own, pyparsing's and ValueError alike
        return expected
    if isinstance(parsed, kinds.LongYear) or text.startswith(("-", "0000")):
        return "a year from 0001 to 9999"
    level_1 = (kinds.Date, kinds.UncertainOrApproximate, kinds.Unspecified, kinds.Season)
    level_2 = (kinds.Level2Season, kinds.PartialUncertainOrApproximate, kinds.PartialUnspecified)
    if not isinstance(parsed, level_1) or isinstance(parsed, level_2) or text != text.strip():
        return f"level 1: {expected}"
    return None


def _is_after(start: str, end: str) -> bool:
    if _PLAIN.fullmatch(start) and _PLAIN.fullmatch(end):
        # the sign after the end stands for its last day: 2025 ends after 2025-12-31
        return start.rstrip("?~%") > end.rstrip("?~%") + "~"
    return bool(_parse(start).lower_strict() > _parse(end).upper_strict())


# Nearly all dates are a year, a month or a day, for which one need not load the grammar
_PLAIN = re.compile(r"((?!0000)[0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?[?~%]?")


@cache
def _parse(text: str) -> Any:
    import edtf

    with contextlib.redirect_stdout(None):  # the package prints while it fails
        return edtf.parse_edtf(text)
