"""Publications as small as can be, published as a build does, and whether one is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from muster import publication, runs
from muster.card import NAME, Card, digest, sizes
from muster.project import Project
from muster.publication import UNSEEN


def grow(project: Project, number: int, *, in_duckdb: bool = True) -> Path:
    """Let a publication grow aside whose warehouse, export and site all say ``number``."""
    aside = publication.begin(project)
    for folder in ("export", "site"):
        (aside / folder).mkdir()
    if in_duckdb:
        with duckdb.connect(str(aside / "warehouse.duckdb")) as connection:
            connection.execute(f"create table figures as select {number} as n from range(1000)")
            connection.execute(f"copy figures to '{aside}/export/figures.parquet'")
    else:
        (aside / "warehouse.duckdb").write_text(str(number))
        (aside / "export" / "figures.parquet").write_text(str(number))
    (aside / "site" / "index.html").write_text(f"<p>{number}</p>")
    return aside


def publish(
    project: Project, number: int, *, fingerprint: str = "f" * 64, in_duckdb: bool = True
) -> Card:
    """Publish a small publication; its fingerprint stands for the sources."""
    with runs.recorded(project, "build") as run:
        aside = grow(project, number, in_duckdb=in_duckdb)
        files = sizes(aside)
        card = Card(
            publication=f"{run.run_id}-{fingerprint[:8]}",
            fingerprint=fingerprint,
            version="0",
            built_at=run.started_at,
            seconds=0.0,
            has_site=True,
            row_counts={"figures": number},
            files=files,
            digests={name: digest(aside / name) for name in files},
        )
        card.write(aside)
        publication.publish(project, card)
        run.outcome, run.publication = "published", card.publication
    return card


def shown(project: Project) -> int:
    """Return the number that is published, after looking at all of it."""
    card = Card.read(project)
    assert card is not None
    card.raise_for_damage(project)
    card.raise_for_damaged_files(project, every_byte=True)
    assert project.current.resolve().name == card.publication
    page = (project.build / "site" / "index.html").read_text("utf-8")
    assert page == f"<p>{card.row_counts['figures']}</p>"
    return card.row_counts["figures"]


def rests(project: Project) -> list[str]:
    """Name what killed builds left."""
    found = [*project.build.glob(".*.new"), *project.publications.glob(f"*/{UNSEEN}")]
    found += [project.aside] if project.aside.exists() else []
    found += [folder for folder in project.publications.iterdir() if not (folder / NAME).exists()]
    return [path.relative_to(project.build).as_posix() for path in found]


def forget(project: Project) -> None:
    """Remove everything that is published."""
    shutil.rmtree(project.build, ignore_errors=True)
