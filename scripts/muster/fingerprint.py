"""One hash over everything that a publication is made from.

Equal fingerprints make equal publications: no model reads a clock. So a build that would make
what is published already can stop at once. Nothing but the standard library is imported here,
because this is all that such a build runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from muster.project import Project

SOURCES = (
    "seeds",
    "store/landing",
    "models",
    "macros",
    "tests/data",
    "tests/gold",
    "notebooks",
    "queries",
    "scripts/muster",
)
FILES = ("dbt_project.yml", "profiles.yml", "uv.lock", "CITATION.cff", "docs/connecting.md")
SKIPPED = ("__pycache__", ".ipynb_checkpoints")


def fingerprint(project: Project) -> str:
    """Hash the sources of the project: names and bytes, in order of name; 64 hex digits."""
    digest = hashlib.sha256(project.version.encode())
    for path in sorted(_files(project)):
        digest.update(f"\n{project.relative(path)}\n".encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _files(project: Project) -> Iterator[Path]:
    for name in FILES:
        path = project.root / name
        if path.is_file():
            yield path
    for folder in SOURCES:
        for path in (project.root / folder).rglob("*"):
            if path.is_file() and not any(part in SKIPPED for part in path.parts):
                yield path
