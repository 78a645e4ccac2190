"""The site: pages and data in one folder, which ask for nothing beyond it.

Pages are Jinja templates and rendered notebooks (docs/decisions/0009-the-site.md). What the data
say is escaped; only http and https addresses become links; a strict content-security policy stands
in every page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from muster import charts
from muster.card import Card
from muster.marts import Mart
from muster.project import Project
from muster.site import (
    contradictions,
    front,
    lineage,
    places,
    reference,
    shards,
    speakers,
    stories,
    timeline,
)
from muster.site.claims import Claims
from muster.site.frame import Frame

ASSETS = ("charts.js", "record.js", "timeline.js", "site.css")


def render(
    project: Project,
    folder: Path,
    *,
    executed: dict[Path, Any],
    warehouse: Path,
    card: Card,
    marts: list[Mart],
) -> None:
    """Write the site of a publication.

    Args:
        project: the project, for its codebook and example queries.
        folder: where the site goes; made if it is not there.
        executed: the notebooks, already run; none where a build skipped them.
        warehouse: the tested file; it is only read.
        card: what the publication says of itself.
        marts: the tables, for the data dictionary.
    """
    frame = Frame(folder, card)
    claims = Claims(warehouse)
    frame.asset("vega.js", charts.vega_bundle())
    for name in ASSETS:
        frame.asset(name)
    shown = stories.write(frame, executed)
    front.write(frame, claims, shown)
    shards.write(frame, claims)
    timeline.write(frame, claims)
    places.write(frame, claims)
    speakers.write(frame, claims)
    contradictions.write(frame, claims)
    reference.write(frame, claims, project, marts)
    lineage.write(frame, claims, project)
