"""A page for each speaker of figures: their claims as series, each on one contract."""

from __future__ import annotations

from collections import defaultdict

from muster.site import drawn
from muster.site.claims import Claims, Row, grouped
from muster.site.frame import Frame, slug

CONTRACT = ("measure", "unit", "population", "side", "kind", "scope")
"""What two numbers must share to stand in one series."""

SERIES, STEPS = 40, 30
"""Series that a page shows, and the newest steps of each; the rest is a query away."""


def write(frame: Frame, claims: Claims) -> None:
    """Write ``speaker/<actor>.html`` for each, and ``speakers.html``, which lists them."""
    actors = grouped(claims.rows("actors"), "actor_id")
    directions = {
        row["id"]: row["reason"]
        for rows in claims.related.values()
        for row in rows
        if row["relation"] == "revises"
    }
    listed = []
    for actor_id, figures in _by_speaker(claims).items():
        [actor] = actors[actor_id]
        series = _series(figures)
        path = f"speaker/{slug(actor_id)}.html"
        frame.page(
            path,
            "speaker.html.j2",
            title=actor["actor_name"],
            actor=actor,
            series=[(steps[-STEPS:], len(steps)) for steps in series[:SERIES]],
            series_count=len(series),
            figure_count=len(figures),
            directions=directions,
            chart=_longest(series),
        )
        listed.append({**actor, "path": path, "figures": len(figures), "series": len(series)})
    listed.sort(key=lambda row: (-row["figures"], row["actor_name"]))
    frame.page("speakers.html", "speakers.html.j2", title="Speakers", speakers=listed)


def _by_speaker(claims: Claims) -> dict[str, list[Row]]:
    """Give each actor what it said: a person and the body that they spoke for both have it."""
    by_speaker: dict[str, list[Row]] = defaultdict(list)
    for figure in claims.figures.values():
        for actor_id in dict.fromkeys((figure["claimant_id"], figure["claimant_org_id"])):
            if actor_id:
                by_speaker[actor_id].append(figure)
    return by_speaker


def _series(figures: list[Row]) -> list[list[Row]]:
    """Put the figures of one contract together, in order of the day they speak of."""
    contracts: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for figure in figures:
        contracts[tuple(figure[part] for part in CONTRACT)].append(figure)
    for steps in contracts.values():
        steps.sort(key=lambda step: (str(step["as_of_to"] or step["period_to"] or ""),
                                     step["first_reported_on"]))  # fmt: skip
    return sorted(
        contracts.values(),
        key=lambda steps: (-len(steps), -sum(int(step["article_count"]) for step in steps)),
    )


def _longest(series: list[list[Row]]) -> object:
    steps = next((each for each in series if each[0]["unit"] == "persons"), [])
    if len(steps) < 2:
        return None
    # flows of two periods are two numbers, of which none has changed
    asked = "How many in each period" if steps[0]["kind"] == "flow" else "How did the number change"
    return drawn.intervals(
        steps[-STEPS:],
        title=f"{asked}: {steps[0]['who']}, {steps[0]['what']}?",
        subtitle="The speaker's longest series, in order of the day of which it speaks. "
        "People, log scale.",
    )
