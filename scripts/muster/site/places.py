"""A page for each country and population: what is claimed of it, and what happened there."""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from muster.site import drawn
from muster.site.claims import Claims, Row, grouped
from muster.site.frame import Frame, slug

INTERVALS, ROWS = 12, 200
"""Claims that are drawn, and rows that a table shows; the rest is a query away."""

LISTED = 300
"""Places that ``countries.html`` lists with their totals; of the others it has the names."""


def write(frame: Frame, claims: Claims) -> None:
    """Write ``country/<code>.html`` for each, and ``countries.html``, which lists them."""
    figures = grouped(claims.figures.values(), "population")
    events = _events_by_place(claims)
    statements = grouped(claims.rows("statements"), "population")
    bands = claims.frame("bands").filter(pl.col("measure") == "recruited")
    bands_of = {
        code: part for (code,), part in bands.partition_by("population", as_dict=True).items()
    }
    listed = []
    for place in claims.places:
        code = place["code"]
        of_it, there = figures.get(code, []), events.get(code, [])
        said = statements.get(code, [])
        if not (of_it or there or said):
            continue
        path = f"country/{slug(code)}.html"
        frame.page(
            path,
            "place.html.j2",
            title=place["label"],
            place=place,
            band=_band(bands_of.get(code), place),
            intervals=_intervals(of_it, place),
            figures=of_it[:ROWS],
            figure_count=len(of_it),
            events=there[:ROWS],
            event_count=len(there),
            statements=said[:ROWS],
        )
        listed.append(
            {
                **place,
                "path": path,
                "figures": len(of_it),
                "events": len(there),
                "total": _total(of_it),
            }
        )
    listed.sort(key=lambda row: (-row["figures"] - row["events"], row["label"]))
    frame.page(
        "countries.html",
        "places.html.j2",
        title="Countries and peoples",
        places=listed[:LISTED],
        others=sorted(listed[LISTED:], key=lambda row: str(row["label"])),
    )


def _total(figures: list[Row]) -> Row | None:
    """Take the newest total of recruits that nothing supersedes, the most told of its day."""
    totals = [
        figure
        for figure in figures
        if figure["measure"] in ("recruited", "ever_served", "identified_as_recruited")
        and figure["kind"] == "cumulative"
        and figure["unit"] == "persons"
        and figure["side"] == "RU"
        and figure["superseded_by"] is None
    ]
    return max(totals, key=lambda each: (each["as_of_to"], each["article_count"]), default=None)


def _band(months: pl.DataFrame | None, place: Row) -> object:
    if months is None:
        return None
    return drawn.bands(
        months.with_columns(label="who"),
        title=f"How many had been recruited by each month: {place['label']}?",
    )


def _intervals(figures: list[Row], place: Row) -> object:
    of_service = [
        figure for figure in figures
        if figure["family"] in ("intake", "presence", "loss", "captivity")
    ]  # fmt: skip
    told = sorted(of_service, key=lambda figure: -int(figure["article_count"]))[:INTERVALS]
    return drawn.intervals(
        told,
        title=f"How many, and says who: {place['label']}?",
        subtitle="The claims told most often: what is counted and of what time, "
        "and below it who says so. People, log scale.",
    )


def _events_by_place(claims: Claims) -> dict[str, list[Row]]:
    by_place: dict[str, list[Row]] = defaultdict(list)
    for event in claims.events.values():
        for code in (event["place"] or "").split("+"):
            by_place[code].append(event)
    return by_place
