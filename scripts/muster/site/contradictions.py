"""The numbers that cannot both hold, and why the others can."""

from __future__ import annotations

from collections import Counter

from muster.site.claims import Claims
from muster.site.frame import Frame

PAIRS = 100
"""Conflicts that the page shows; the rest is a query away."""


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
    frame.page(
        "contradictions.html",
        "contradictions.html.j2",
        title="Contradictions",
        conflicts=conflicts[:PAIRS],
        conflict_count=len(conflicts),
        explained=[(reason, count, meanings[reason]) for reason, count in explained.most_common()],
    )
