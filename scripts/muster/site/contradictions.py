"""What cannot hold together, laid out side by side: pairs, sets that the solver found, denials."""

from __future__ import annotations

from collections import Counter

from muster import words
from muster.site.claims import Claims, Row, grouped
from muster.site.frame import Frame

SHOWN = 100
"""Pairs, disputes and denials that the page shows of each; the rest is a query away."""

DENIED_SHOWN = 8
"""Figures and events that are listed beside one denial."""


def write(frame: Frame, claims: Claims) -> None:
    """Write ``contradictions.html``."""
    pairs = claims.rows("contradictions")
    meanings = {row["reason"]: row["definition"] for row in claims.rows("reasons")}
    conflicts = [
        (claims.figures[pair["figure_id_a"]], claims.figures[pair["figure_id_b"]], pair)
        for pair in pairs
        if not pair["is_explained"]
    ]
    explained = Counter(pair["reason"] for pair in pairs if pair["is_explained"])
    disputes = list(grouped(claims.rows("conflicts"), "dispute_id").values())
    places = {row["code"]: row["label"] for row in claims.places}
    denials = list(grouped(claims.rows("denials"), "event_id").values())
    frame.page(
        "contradictions.html",
        "contradictions.html.j2",
        title="Contradictions",
        pairs=conflicts[:SHOWN],
        pair_count=len(conflicts),
        disputes=[_dispute(rows, claims) for rows in disputes[:SHOWN]],
        dispute_count=len(disputes),
        denials=[_denial(rows, claims, places) for rows in denials[:SHOWN]],
        denial_count=len(denials),
        explained=[(reason, count, meanings[reason]) for reason, count in explained.most_common()],
    )


def _dispute(rows: list[Row], claims: Claims) -> Row:
    """Lay out the conflicts that share figures, each as the figures of which one must give way."""
    return {
        "who": " and ".join(dict.fromkeys(claims.figures[row["figure_id"]]["who"] for row in rows)),
        "what": words.label(rows[0]["measure"]),
        "giving_way": rows[0]["giving_way_count"],
        "conflicts": [
            [(claims.figures[row["figure_id"]], _fate(row)) for row in conflict]
            for conflict in grouped(rows, "conflict_id").values()
        ],
    }


def _fate(row: Row) -> str:
    if row["must_give_way"]:
        return "must give way"
    return "may give way" if row["is_in_smallest_set"] else ""


def _denial(rows: list[Row], claims: Claims, places: dict[str, str]) -> Row:
    """Lay out a denial beside what it denies."""
    shown = rows[:DENIED_SHOWN]
    event = claims.events[rows[0]["event_id"]]
    return {
        "event": event,
        "where": places.get(event["place"], event["place_as_printed"]),
        "figures": [
            (claims.figures[row["denied_id"]], row["is_asserted_later"])
            for row in shown
            if row["denied_table"] == "figures"
        ],
        "events": [
            (claims.events[row["denied_id"]], row["is_asserted_later"])
            for row in shown
            if row["denied_table"] == "events"
        ],
        "more": len(rows) - len(shown),
    }
