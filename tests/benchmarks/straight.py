"""The models' SQL without dbt: as dbt compiled it, one statement after the other, in plain DuckDB.

    python tests/benchmarks/straight.py PROJECT FILE [--tests]

Prints the processor seconds of each model, and of each data test if these are asked for; the last line is
their sum. PROJECT has been built, so that its compiled SQL is there. FILE is made anew; its name must be that
of the file which dbt built, because the compiled SQL names it.
"""

from __future__ import annotations

import argparse
import json
import time
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from muster.project import Project
from muster.seed_schema import Seed, load_seeds

SETTINGS = {"threads": "2", "memory_limit": "4GB", "preserve_insertion_order": "false"}
"""Those of profiles.yml."""


def main() -> None:
    """Read the command line, run the models, print their seconds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("project", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--tests", action="store_true", help="run the data tests as well")
    arguments = parser.parse_args()
    seconds = run(Project(arguments.project), arguments.file, has_tests=arguments.tests)
    for node, spent in seconds.items():
        print(f"{spent:>9.3f} {node}")
    print(f"{sum(seconds.values()):>9.3f}")


def run(project: Project, file: Path, *, has_tests: bool) -> dict[str, float]:
    """Load the seeds and run every model into ``file``; return seconds by node, in order."""
    manifest = json.loads((project.dbt_target / "manifest.json").read_text("utf-8"))
    nodes: dict[str, dict[str, Any]] = {
        name: node
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in ("seed", "model", *(["test"] if has_tests else []))
    }
    graph = {
        name: [p for p in node["depends_on"]["nodes"] if p in nodes]
        if "nodes" in node["depends_on"]
        else []
        for name, node in nodes.items()
    }
    seeds = load_seeds(project.root)
    file.unlink(missing_ok=True)
    seconds = {}
    with duckdb.connect(str(file), config=dict(SETTINGS)) as connection:
        for name in TopologicalSorter(graph).static_order():
            node = nodes[name]
            started = time.process_time()
            if node["resource_type"] == "test":
                path = project.root / node["compiled_path"]
                connection.execute(f"select count(*) from ({_read(path)})").fetchall()
            else:
                connection.execute(f"create schema if not exists {node['schema']}")
                query = (
                    as_query(seeds[node["name"]])
                    if node["resource_type"] == "seed"
                    else _read(project.root / node["compiled_path"])
                )
                kind = "view" if node["config"]["materialized"] == "view" else "table"
                connection.execute(f"create {kind} {node['schema']}.{node['alias']} as {query}")
            seconds[name] = time.process_time() - started
    return seconds


def _read(path: Path) -> str:
    return path.read_text("utf-8").strip().rstrip(";")


def as_query(seed: Seed) -> str:
    """Return what reads a seed from its file."""
    types = {"string": "varchar"}
    columns = ", ".join(f"'{c.name}': '{types.get(c.type, c.type)}'" for c in seed.columns)
    return f"from read_csv('{seed.csv_path}', header=true, columns={{{columns}}})"


if __name__ == "__main__":
    main()
