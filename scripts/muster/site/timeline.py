"""The timeline: events, and the figures that speak of the same months, with filters.

The data are cut by year, so that the page loads a year at a time however many there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from muster import words
from muster.site.claims import Claims, Row
from muster.site.frame import Frame


def write(frame: Frame, claims: Claims) -> None:
    """Write ``timeline.html`` and ``data/timeline/<year>.js``."""
    years: dict[int, list[Row]] = defaultdict(list)
    undated = 0
    for entry in (*_events(claims), *_figures(claims)):
        if entry["from"] is None:
            undated += 1
        else:
            years[entry["from"].year].append(entry)
    for year, entries in years.items():
        frame.data(f"data/timeline/{year}.js", {str(year): entries})

    every = [entry for entries in years.values() for entry in entries]
    frame.page(
        "timeline.html",
        "timeline.html.j2",
        title="Timeline",
        years=sorted(years, reverse=True),
        counts=Counter({year: len(entries) for year, entries in years.items()}),
        undated=undated,
        places=_named(every, "places", {row["code"]: row["label"] for row in claims.places}),
        types=_types(every),
        actors=_named(every, "actors", claims.names("actors", "actor")),
        outlets=_named(every, "outlets", claims.names("outlets", "outlet")),
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
            "title": f"{figure['what']}, {figure['who']}. {figure['summary']}",
            "places": [figure["population"]],
            "actors": [each for each in (figure["claimant_id"], figure["claimant_org_id"]) if each],
            "outlets": sorted({m["outlet_id"] for m in claims.mentions[figure["figure_id"]]}),
            "articles": figure["article_count"],
        }
        for figure in claims.figures.values()
    ]


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
