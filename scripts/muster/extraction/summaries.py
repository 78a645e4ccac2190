"""Own words for a claim, made from its coded fields alone: never a word of the article."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from muster.extraction.document import Event, Figure, Statement
from muster.extraction.pack import LANGUAGES
from muster.extraction.registry import load_registry

LANGUAGE = "en"
"""The language of the warehouse."""


def summary(claim: Figure | Event | Statement) -> str:
    """Say in own words what a claim says.

    Names of people are left out: a summary is committed, and who may be named is decided elsewhere.
    """
    if isinstance(claim, Figure):
        return _figure(claim)
    if isinstance(claim, Event):
        place = f" ({_people(claim.place)})" if claim.place else ""
        return f"{_spoken(claim.event_type)}, {claim.status}{place}"
    whom = f" ({_people(claim.population)})" if claim.population else ""
    return f"{_spoken(claim.topic)}: {_spoken(claim.value).lower()}{whom}"


def _figure(figure: Figure) -> str:
    words = _words()
    number = words["relations"][figure.relation].format(
        low=_number(figure.value_low), high=_number(figure.value_high)
    )
    unit = "" if figure.unit == "persons" else figure.unit
    what = words["figures"][figure.measure].format(count=number, unit=unit)
    if figure.population == "ALL":
        return str(what)
    return str(words["words"]["from"].format(people=_people(figure.population), what=what))


def _people(code: str) -> str:
    """Name a population or a country in words; a code without a name stays a code."""
    return ", ".join(_names().get(part, part) for part in code.split("+"))


@cache
def _names() -> dict[str, str]:
    registry = load_registry()
    return {**registry.country_names, **registry.population_names}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((LANGUAGES / LANGUAGE / "summaries.toml").read_text("utf-8"))


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _spoken(code: str) -> str:
    return code.replace("_", " ").capitalize()
