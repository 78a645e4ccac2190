"""dbt v2, written in Rust, where `make dbt2` has put it: the same in a third of the time.

It is an alpha, so what it cannot do is left to dbt Core, which also explains every failure
(docs/decisions/0011-dbt-v2.md). It reaches DuckDB by ADBC, through the library inside the duckdb
package of this environment. That library wants Python's symbols, which come from Python's own.
"""

from __future__ import annotations

import importlib.util
import sys
import sysconfig
from pathlib import Path

from muster.project import Project

PROGRAM = Path(".dbt2") / "bin" / "dbt"
"""In an environment of its own, as both versions of dbt have one name on the package index."""


def what_is_missing(project: Project) -> str | None:
    """Say what dbt v2 needs and is not here; None when all is."""
    if not sys.platform.startswith("linux"):
        return "dbt v2 was tried on Linux alone"
    if not (project.root / PROGRAM).exists():
        return f"found no {PROGRAM}; `make dbt2` installs it"
    if not _python_library().is_file():
        return f"found no {_python_library()}; a Python with a shared library has one"
    return None


def environment(project: Project) -> dict[str, str]:
    """Write down where DuckDB is; give the variables that put dbt v2 in dbt Core's place."""
    drivers = project.build / "drivers"
    drivers.mkdir(parents=True, exist_ok=True)
    library = importlib.util.find_spec("_duckdb")
    assert library is not None  # noqa: S101 (a dependency)
    (drivers / "duckdb.toml").write_text(
        'manifest_version = 1\nname = "DuckDB"\n\n'
        f"[Driver]\nentrypoint = 'duckdb_adbc_init'\nshared = '{library.origin}'\n",
        encoding="utf-8",
    )
    return {
        "MUSTER_DBT": str(project.root / PROGRAM),
        "ADBC_DRIVER_PATH": str(drivers),
        "LD_PRELOAD": str(_python_library()),
    }


def _python_library() -> Path:
    folder, name = (sysconfig.get_config_var(name) or "" for name in ("LIBDIR", "INSTSONAME"))
    return Path(folder) / name if ".so" in name else Path("libpython.so")
