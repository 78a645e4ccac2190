"""Shared fixtures: a copy of the project that a test may break, and one built publication."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from muster.build import Progress, build
from muster.project import Project

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("seeds", "models", "macros", "notebooks", "queries", "tests/data", "tests/gold")
FILES = ("dbt_project.yml", "profiles.yml", "CITATION.cff", "docs/connecting.md")


def no_progress(_name: str) -> Progress:
    """Stand in for the stages that a terminal shows."""
    return lambda *_: None


def copy_project(target: Path, *, also: tuple[str, ...] = ()) -> Project:
    """Copy what a build needs, without what one has made."""
    for name in (*SOURCES, *also):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, target / name, symlinks=True, dirs_exist_ok=True)
    for name in FILES:
        (target / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, target / name)
    return Project(target)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Project:
    """A project with one publication, made once for all tests and all workers; do not change it."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    target = shared / "built"
    with FileLock(shared / "built.lock"):
        project = Project(target)
        if not project.warehouse.exists():
            build(copy_project(target), no_progress)
    return project


@pytest.fixture
def sources(tmp_path: Path) -> Project:
    """A copy of the project's sources, to be broken."""
    return copy_project(tmp_path)


@pytest.fixture
def published(built: Project, tmp_path: Path) -> Project:
    """A copy of the project with its publication, to be built upon or broken."""
    return copy_published(built, tmp_path)


def copy_published(built: Project, target: Path) -> Project:
    """Copy a built project whole, its links as links."""
    shutil.copytree(built.root, target, symlinks=True, dirs_exist_ok=True)
    return Project(target)


@pytest.fixture
def at_built(built: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Have `import muster` and the command line work on the built project."""
    monkeypatch.setenv("MUSTER_PROJECT", str(built.root))
    monkeypatch.delenv("MUSTER_WAREHOUSE", raising=False)
    return built
