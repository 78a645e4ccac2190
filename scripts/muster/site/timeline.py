"""The timeline: events, and the figures that speak of the same months, with filters.

The data are cut by year, or by month where there are many; the page then loads a part at a time.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from muster import words
from muster.site.claims import Claims, Row
from muster.site.frame import Frame

AT_ONCE = 5_000
"""Entries up to which the page loads all years; beyond, it begins with the newest month."""


def write(frame: Frame, claims: Claims) -> None:
    """Write ``timeline.html`` and ``data/timeline/<year or month>.js``."""
    entries = [*_events(claims), *_figures(claims)]
    dated = [entry for entry in entries if entry["from"] is not None]
    is_all_at_once = len(dated) <= AT_ONCE
    parts: dict[str, list[Row]] = defaultdict(list)
    for entry in dated:
        parts[entry["from"].isoformat()[: 4 if is_all_at_once else 7]].append(entry)
    for name, part in parts.items():
        frame.data(f"data/timeline/{name}.js", {name: part})
    frame.page(
        "timeline.html",
        "timeline.html.j2",
        title="Timeline",
        periods=[(name, len(parts[name])) for name in sorted(parts, reverse=True)],
        is_all_at_once=is_all_at_once,
        undated=len(entries) - len(dated),
        places=_named(dated, "places", {row["code"]: row["label"] for row in claims.places}),
        types=_types(dated),
        actors=_named(dated, "actors", claims.names("actors", "actor")),
        outlets=_named(dated, "outlets", claims.names("outlets", "outlet")),
    )


def _events(claims: Claims) -> list[Row]:
    return [
        {
            "kind": "event",
            "id": event["event_id"],
            "type": event["event_type"],
            "family": event["family"],
            "from": event["happened_from"],
            "to": event["happened_to"],
            "when": event["when"],
            "title": event["summary"],
            "places": (event["place"] or "").split("+") if event["place"] else [],
            "actors": sorted({actor["id"] for actor in event["actors"]}),
            "outlets": sorted({report["outlet_id"] for report in event["reports"]}),
            "articles": event["article_count"],
        }
        for event in claims.events.values()
    ]


def _figures(claims: Claims) -> list[Row]:
    return [
        {
            "kind": "figure",
            "id": figure["figure_id"],
            "type": figure["measure"],
            "family": figure["family"],
            "from": _stands_on(figure),
            "to": figure["period_to"],
            "when": figure["when"],
            "words": figure["words"],
            "title": _title(figure),
            "places": [figure["population"]],
            "actors": [each for each in (figure["claimant_id"], figure["claimant_org_id"]) if each],
            "outlets": sorted({m["outlet_id"] for m in claims.mentions[figure["figure_id"]]}),
            "articles": figure["article_count"],
        }
        for figure in claims.figures.values()
    ]


def _title(figure: Row) -> str:
    said = f"{figure['of_what']}, {figure['who']}"
    return said if figure["summary"] in said else f"{said}. {figure['summary']}"


def _stands_on(figure: Row) -> date | None:
    """Place a figure, like an event, on the first day of which it can speak."""
    days = ("as_of_from", "period_from", "first_published_from", "first_reported_on")
    candidates: list[date | None] = [figure[day] for day in days]
    return next((day for day in candidates if day is not None), None)


def _named(entries: list[Row], column: str, names: dict[str, str]) -> list[tuple[str, str]]:
    """List what the entries have in a column, by name."""
    used = {code for entry in entries for code in entry[column]}
    named = [(code, names.get(code, code)) for code in used]
    return sorted(named, key=lambda each: (each[1].casefold(), each[0]))


def _types(entries: list[Row]) -> list[tuple[str, list[tuple[str, str]]]]:
    """List the types of the entries by kind and family, for a menu."""
    groups: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        groups[f"{entry['kind']}s: {words.label(entry['family'])}"].add(entry["type"])
    return [
        (group, [(each, words.label(each)) for each in sorted(types)])
        for group, types in sorted(groups.items())
    ]
