"""The same models by dbt and by SQLMesh, from nothing, without tests, at one size.

    python tests/benchmarks/mesh.py 10_000

SQLMesh gets the SQL that dbt compiled, as models of its own: its reader of dbt projects has no `graph`, which
`macros/landed.sql` asks for the columns of a seed. It runs in an environment of its own, with the newest DuckDB
that it takes. Prints processor seconds of each, and which marts differ.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
from builds import COPIED, ROOT, timed
from generate import generate
from straight import as_query

from muster import dbt_run
from muster.bulk import FOLDER
from muster.project import Project
from muster.seed_schema import load_seeds

SQLMESH = [
    ROOT / ".uv/bin/uvx", "--python", sys.executable, "--from", "sqlmesh==0.236.4", "sqlmesh",
]  # fmt: skip
CONFIG = """\
gateways:
  local:
    connection:
      type: duckdb
      database: warehouse.duckdb
      connector_config: {threads: 2, memory_limit: 4GB, preserve_insertion_order: false}
default_gateway: local
model_defaults: {dialect: duckdb, start: 2020-01-01}
disable_anonymized_analytics: true
"""


def main() -> None:
    """Build an archive of the size on the command line by both; print what it took."""
    project = Project(ROOT / "build" / "benchmarks" / "mesh")
    shutil.rmtree(project.root, ignore_errors=True)
    for name in COPIED:
        shutil.copytree(ROOT / name, project.root / name)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / name, project.root / name)
    generate(int(sys.argv[1].replace("_", "")), project.root / FOLDER)
    project.aside.mkdir(parents=True)
    project.logs.mkdir(parents=True)
    warehouse = project.aside / "warehouse.duckdb"
    environment = dbt_run.environment(project, warehouse)
    dbt: list[str | Path] = [Path(sys.executable).with_name("dbt"), "--quiet", "build"]
    dbt += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    subprocess.run([dbt[0], "--quiet", "parse"], cwd=project.root, env=environment, check=True)
    print("dbt     ", "{:.1f} s, {:.2f} GB".format(*timed(dbt, project.root, environment)))

    folder = project.root / "mesh"
    write(project, folder)
    subprocess.run([*SQLMESH, "--version"], check=True, stdout=subprocess.DEVNULL)
    # its models name the landing from the project's folder
    (folder / "store").symlink_to(project.store)
    plan = [*SQLMESH, "plan", "--auto-apply", "--no-prompts", "--skip-tests"]
    print("sqlmesh ", "{:.1f} s, {:.2f} GB".format(*timed(plan, folder, environment)))
    print("differ: ", differing(warehouse, folder / "warehouse.duckdb") or "none")
    shutil.rmtree(project.root)


def write(project: Project, folder: Path) -> None:
    """Write the seeds and compiled models as a project of SQLMesh."""
    (folder / "models").mkdir(parents=True)
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    seeds = load_seeds(project.root)
    manifest = json.loads((project.dbt_target / "manifest.json").read_text("utf-8"))
    for node in manifest["nodes"].values():
        kind = "VIEW" if node["config"]["materialized"] == "view" else "FULL"
        match node["resource_type"]:
            case "seed":
                query = as_query(seeds[node["name"]])
            case "model":
                query = (project.root / node["compiled_path"]).read_text("utf-8")
            case _:
                continue
        name = f"{node['schema']}.{node['alias']}"
        (folder / "models" / f"{name}.sql").write_text(
            f"MODEL (name {name}, kind {kind});\n\n{query}\n", encoding="utf-8"
        )


def differing(ours: Path, theirs: Path) -> list[str]:
    """List the marts whose rows are not the same."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{ours}' as ours (read_only)")
        # its views name the catalog by the file's name
        connection.execute(f"attach '{theirs}' as warehouse (read_only)")
        marts = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'ours' and schema_name = 'main'"
        ).fetchall()
        found = []
        for (mart,) in marts:
            columns = f"select columns(*) from ours.main.{mart}"
            names = ", ".join(column[0] for column in connection.sql(columns).description)
            a, b = (f"select {names} from {side}.main.{mart}" for side in ("ours", "warehouse"))
            if connection.execute(
                f"select 1 from (({a} except all {b}) union all ({b} except all {a})) limit 1"
            ).fetchall():
                found.append(str(mart))
    return found


if __name__ == "__main__":
    main()
