"""EDTF level 1, as the seeds may use it: dates, seasons, unspecified digits, qualifiers, intervals.

The grammar is the `edtf` package's; what is ours is the subset the warehouse can place on its
calendar (years 0001 to 9999) and a message that says what is wrong.
"""

from __future__ import annotations

import contextlib
from functools import cache
from typing import Any

EXPECTED = "an EDTF level 1 date or interval such as 2025-12, 2025-08~, 2023-04/2024-05, ../2025-11"
EXPECTED_DATE = "an EDTF level 1 date such as 2025, 2025-12, 2025-12-26, 2025-08~"


def fault(text: str, *, interval_allowed: bool = True) -> str | None:
    """Say what keeps ``text`` from being EDTF level 1; None when nothing does."""
    if "/" not in text:
        return _date_fault(text, EXPECTED if interval_allowed else EXPECTED_DATE)
    if not interval_allowed:
        return f"expected one date, not an interval: {EXPECTED_DATE}"
    sides = text.split("/")
    stated = [side for side in sides if side not in ("", "..")]
    if len(sides) != 2 or text == "/":
        return f"expected {EXPECTED}"
    for side in stated:
        if found := _date_fault(side, EXPECTED):
            return found
    if len(stated) == 2 and _parse(stated[0]).lower_strict() > _parse(stated[1]).upper_strict():
        return "expected an interval that starts before it ends"
    return None


@cache
def _date_fault(text: str, expected: str) -> str | None:
    from edtf.parser import parser_classes as kinds

    try:
        parsed = _parse(text)
    except Exception:  # the grammar raises its own, pyparsing's and ValueError alike
        return f"expected {expected}"
    if isinstance(parsed, kinds.LongYear) or text.startswith(("-", "0000")):
        return "expected a year from 0001 to 9999"
    level_1 = (kinds.Date, kinds.UncertainOrApproximate, kinds.Unspecified, kinds.Season)
    level_2 = (kinds.Level2Season, kinds.PartialUncertainOrApproximate, kinds.PartialUnspecified)
    if not isinstance(parsed, level_1) or isinstance(parsed, level_2) or text != text.strip():
        return f"expected level 1: {expected}"
    return None


@cache
def _parse(text: str) -> Any:
    import edtf

    with contextlib.redirect_stdout(None):  # the package prints while it fails
        return edtf.parse_edtf(text)
