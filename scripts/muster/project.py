"""Where things are: the project's folder and everything that a build puts below it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path


class MusterError(Exception):
    """Something that a person can mend; the message says how. The CLI prints it and exits."""

    exit_code = 1


class BusyError(MusterError):
    """Something else is at work on the project; nothing is wrong, try again later."""

    exit_code = 75
    """EX_TEMPFAIL of sysexits.h, which schedulers understand."""


@dataclass(frozen=True)
class Project:
    """The folder that holds ``dbt_project.yml``, and the names of what lies in it."""

    root: Path
    name_of_target: str = "dbt"
    """Folder of dbt's own files below ``build/``: a target each."""

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Find the project above ``start``, or above the working folder, or around this package.

        ``MUSTER_PROJECT`` in the environment wins over all.

        Raises:
            MusterError: there is none.
        """
        if named := os.environ.get("MUSTER_PROJECT"):
            candidates = [Path(named)]
        else:
            here = (start or Path.cwd()).resolve()
            candidates = [here, *here.parents, *Path(__file__).resolve().parents]
        for folder in candidates:
            if (folder / "dbt_project.yml").is_file() and (folder / "seeds" / "landing").is_dir():
                return cls(folder.resolve())
        raise MusterError(
            f"found no muster project at or above {candidates[0]}, expected a folder with "
            "dbt_project.yml and seeds/landing; go there, or name it in MUSTER_PROJECT"
        )

    @property
    def build(self) -> Path:
        """Everything that a build makes; git ignores it."""
        return self.root / "build"

    @property
    def aside(self) -> Path:
        """Where a build grows before it is published; one place, as dbt's parse depends on it."""
        return self.build / "aside"

    @property
    def publications(self) -> Path:
        """The folder of publications, each whole."""
        return self.build / "publications"

    @property
    def replays(self) -> Path:
        """The folder of warehouses as they would have been on a day."""
        return self.build / "replays"

    @property
    def runs(self) -> Path:
        """The log of runs, one JSON object a line."""
        return self.build / "runs.jsonl"

    @property
    def store(self) -> Path:
        """The private store of texts; git ignores it."""
        return self.root / "store"

    @property
    def current(self) -> Path:
        """The link to the publication that readers see; moving it is what publishing is."""
        return self.build / "current"

    @property
    def warehouse(self) -> Path:
        """The published file, for every reader."""
        return self.build / "warehouse.duckdb"

    @property
    def spark(self) -> Path:
        """The folder of Spark's tables and of its catalog."""
        return self.build / "spark"

    @property
    def dbt_target(self) -> Path:
        """The folder of dbt's manifest, parse cache and compiled SQL."""
        return self.build / self.name_of_target

    @property
    def logs(self) -> Path:
        """The folder of dbt's log."""
        return self.build / "logs"

    @property
    def notebooks(self) -> list[Path]:
        """The notebooks, in order of their numbers."""
        return sorted((self.root / "notebooks").glob("[0-9]*.ipynb"))

    @property
    def queries(self) -> list[Path]:
        """The example queries, in order of their numbers."""
        return sorted((self.root / "queries").glob("[0-9]*.sql"))

    @cached_property
    def version(self) -> str:
        """Version of the package that works on the project."""
        return metadata.version("muster")

    def relative(self, path: Path) -> str:
        """Name a path as people type it: from the project's folder, with forward slashes."""
        return path.relative_to(self.root).as_posix()
