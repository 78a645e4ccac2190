"""What a build costs as the archive grows: by size, in ratios that one run measures side by side.

    python tests/benchmarks/builds.py 10_000 100_000 1_000_000 [--without-band]

Each size gets a copy of the project in build/benchmarks, with a generated archive of that many mentions
in its landing, and is taken through, in processes of their own:

- the build: `muster check`, then dbt with seeds, models and every test; the same by dbt v2, if it is here;
- the band of recruitment, solved for once dbt is done (solve.py);
- the models and data tests alone, as dbt compiled them, in plain DuckDB (straight.py);
- reading the landing and writing the marts, once.

Seconds are those of the processor, user's and system's, of both cores together: what else the machine
does counts for little. Memory is the largest resident set.

Writes docs/scale.csv, whose numbers docs/scale.md shows, and a chart of them, docs/scale.svg; without a size,
the chart alone.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import altair as alt
import polars as pl
from generate import generate

from muster import dbt_run, dbt_v2
from muster.bulk import FOLDER
from muster.project import Project

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("seeds", "models", "macros", "tests/data")
HERE = Path(__file__).parent


def main() -> None:
    """Measure each size of the command line, add it to the table, draw the chart."""
    table = ROOT / "docs" / "scale.csv"
    measured = {int(row["mentions"]): row for row in _read(table)}
    sizes = [text for text in sys.argv[1:] if text != "--without-band"]
    for size in (int(text.replace("_", "")) for text in sizes):
        row = measure(size, has_band=len(sizes) == len(sys.argv[1:]))
        measured[int(row["mentions"])] = row
        print(row, flush=True)
        rows = [measured[mentions] for mentions in sorted(measured)]
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    draw(table, table.with_suffix(".svg"))


def measure(size: int, *, has_band: bool) -> dict[str, str]:
    """Take an archive of about ``size`` mentions through every part; return a row of the table."""
    project = Project(ROOT / "build" / "benchmarks" / str(size))
    shutil.rmtree(project.root, ignore_errors=True)
    for name in COPIED:
        shutil.copytree(ROOT / name, project.root / name)
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / name, project.root / name)
    counts = generate(size, project.root / FOLDER)
    mentions = sum(counts[f"raw_{kind}_mentions"] for kind in ("figure", "event", "statement"))
    project.aside.mkdir(parents=True)
    project.logs.mkdir(parents=True)
    warehouse = project.aside / "warehouse.duckdb"
    beside = project.build / "straight" / "warehouse.duckdb"
    beside.parent.mkdir()
    dbt = Path(sys.executable).with_name("dbt")
    environment = dbt_run.environment(project, warehouse)
    build_by_dbt = ["--log-level", "error", "build"]
    commands: dict[str, list[str | Path]] = {
        "check": [dbt.with_name("muster"), "check"],
        "dbt2": [ROOT / dbt_v2.PROGRAM, *build_by_dbt],
        "dbt": [dbt, *build_by_dbt],
        "solve": [sys.executable, HERE / "solve.py", warehouse],
        "straight": [sys.executable, HERE / "straight.py", project.root, beside, "--tests"],
        "once": [sys.executable, HERE / "once.py", project.root, warehouse],
    }
    left_out = {"solve": not has_band, "dbt2": dbt_v2.what_is_missing(Project(ROOT)) is not None}
    # parsed beforehand: dbt parses a project that has not changed once and for all
    subprocess.run([dbt, "--quiet", "parse"], cwd=project.root, env=environment, check=True)
    row, spent = {"mentions": str(mentions)}, {}
    for part, command in commands.items():
        row |= {f"{part}_s": "", f"{part}_gb": ""}
        if left_out.get(part):
            continue
        more = {} if part != "dbt2" else dbt_v2.environment(project)
        seconds, gigabytes = timed(command, project.root, environment | more)
        row |= {f"{part}_s": f"{seconds:.1f}", f"{part}_gb": f"{gigabytes:.2f}"}
        spent[part] = seconds
        if part == "dbt2":
            warehouse.unlink()
    for part in ("dbt", "dbt2"):
        row[f"{part}_to_straight"] = (
            f"{spent[part] / spent['straight']:.2f}" if part in spent else ""
        )
    build = sum(spent.get(part, 0) for part in ("check", "dbt", "solve"))
    row["build_to_once"] = f"{build / spent['once']:.1f}"
    row["warehouse_gb"] = f"{warehouse.stat().st_size / 1e9:.2f}"
    shutil.rmtree(project.root)
    return row


def draw(table: Path, picture: Path) -> None:
    """Draw seconds by mentions, one line a part, both axes by factors of ten."""
    names = {
        "dbt_s": "dbt", "dbt2_s": "dbt v2", "straight_s": "SQL alone", "solve_s": "band",
        "check_s": "check", "once_s": "read and write once",
    }  # fmt: skip
    rows = pl.read_csv(table).unpivot(
        on=list(names), index="mentions", variable_name="part", value_name="seconds"
    )
    rows = rows.drop_nulls().with_columns(part=pl.col("part").replace_strict(names))
    power = alt.Axis(values=[10**n for n in range(-1, 9)], format=",", grid=True)
    color = alt.Color("part:N", sort=list(names.values()), title=None).scale(scheme="dark2")
    chart = (
        alt.Chart(rows)
        .mark_line(point=True)
        .encode(
            x=alt.X("mentions:Q", axis=power, title="mentions").scale(type="log"),
            y=alt.Y("seconds:Q", axis=power, title="processor seconds").scale(type="log"),
            color=color,
        )
        .properties(width=520, height=320)
    )
    # white, as a page may be dark
    chart.configure(background="white").configure_view(stroke=None).save(str(picture))


def timed(
    command: list[str | Path], folder: Path, environment: dict[str, str]
) -> tuple[float, float]:
    """Run a command to its end; return its processor seconds and its peak of memory in GB."""
    process = subprocess.Popen(
        command, cwd=folder, env={**environment, "MUSTER_PROJECT": str(folder)},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6


def _read(table: Path) -> list[dict[str, str]]:
    if not table.exists():
        return []
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
