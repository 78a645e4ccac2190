"""Numbers and bounds against the public specs of Recognizers-Text (tests/public/recognizers-text)."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from muster.extraction.quantities import quantities

PUBLIC = Path(__file__).parents[1] / "public" / "recognizers-text"

_ONE_RANGE = re.compile(r"between|from|through|\d ?[-–~] ?\d|\dk-")

Reading = tuple[str, float | None, float | None]
"""Relation, low and high, as the spec's interval says them or as we do."""


def cases(spec: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((PUBLIC / spec).read_text(encoding="utf-8-sig"))
    return loaded


def deviations(spec: str) -> dict[str, str]:
    """Inputs that are read otherwise on purpose, with the reason."""
    with (PUBLIC / "deviations.csv").open(encoding="utf-8", newline="") as file:
        return {row["input"]: row["reason"] for row in csv.DictReader(file) if row["spec"] == spec}


def numbers(text: str) -> list[float | None]:
    return [found.high if found.low is None else found.low for found in quantities(text)]


def expected_numbers(case: dict[str, Any]) -> list[float]:
    return [float(result["Resolution"]["value"]) for result in case["Results"]]


def expected_bounds(case: dict[str, Any]) -> list[Reading]:
    """The spec's intervals as relations; its ``[a,b)`` for "between" is a closed range to us.

    Where it puts two bounds into one interval ("above 20 and at most 35"), they are two here.
    """
    readings: list[Reading] = []
    for result in case["Results"]:
        interval, says_between = result["Resolution"]["value"], _ONE_RANGE.search(result["Text"])
        low, high = (float(end) if end else None for end in interval[1:-1].split(","))
        lower: Reading = ("at_least" if interval[0] == "[" else "more_than", low, None)
        upper: Reading = ("at_most" if interval[-1] == "]" else "less_than", None, high)
        if low is None or high is None:
            readings += [upper if low is None else lower]
        elif low < high:
            readings += [("range", low, high)] if says_between else [lower, upper]
    return sorted(readings, key=str)


def bounds(text: str) -> list[Reading]:
    return sorted(
        (
            ("at_most" if found.relation == "up_to" else found.relation, found.low, found.high)
            for found in quantities(text)
            if found.relation not in {"exact", "approximately"}
        ),
        key=str,
    )


def test_numbers_are_read_as_the_spec_reads_them() -> None:
    wrong = [
        case["Input"]
        for case in cases("NumberModel.json")
        if numbers(case["Input"]) != pytest.approx(expected_numbers(case), rel=1e-9)
    ]
    assert sorted(wrong) == sorted(deviations("NumberModel.json"))


def test_bounds_are_read_as_the_spec_reads_them() -> None:
    wrong = [
        case["Input"]
        for case in cases("NumberRangeModel.json")
        if bounds(case["Input"]) != expected_bounds(case)
    ]
    assert sorted(wrong) == sorted(deviations("NumberRangeModel.json"))


def test_every_deviation_has_a_reason() -> None:
    for spec in ("NumberModel.json", "NumberRangeModel.json"):
        assert all(deviations(spec).values())
