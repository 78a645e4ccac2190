"""dbt, in a process of its own.

A dbt that runs within this process would keep its lock on the file after it returns; a process
of its own gives it back, whatever happens.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from muster import dbt_v2
from muster.bulk import Bulk
from muster.project import MusterError, Project

RESULTS = frozenset({"LogSeedResult", "LogModelResult", "LogTestResult", "SkippingDetails"})
"""dbt's events that say a node is done."""

Progress = Callable[[int, int, str], None]
"""Called with (nodes done, nodes in all, name of the node)."""


class DbtError(MusterError):
    """dbt failed; the message lists each failure with what to look at."""


@dataclass(frozen=True)
class Failure:
    """One node of dbt's that did not succeed."""

    name: str
    file: str
    message: str
    compiled: str


def build(
    project: Project,
    warehouse: Path,
    progress: Progress,
    *,
    as_of: date | None = None,
    target: str = "duckdb",
) -> None:
    """Seed, run and test all models into the file ``warehouse``, as known at the end of a day.

    With the target ``spark``, ``warehouse`` is the folder of its tables and of its catalog. Unit
    tests are left out there: DuckDB runs them, and one takes Spark up to a minute.

    Raises:
        DbtError: a seed, model, unit test or data test failed, or dbt could not start.
    """
    known = ["--vars", json.dumps({"as_of": as_of.isoformat()})] if as_of else []
    command = ["build", "--target", target, *known]
    if target == "spark":
        command += ["--exclude-resource-type", "unit_test"]
    if target == "duckdb" and dbt_v2.what_is_missing(project) is None:
        variables = environment(project, warehouse) | dbt_v2.environment(project)
        with suppress(DbtError):
            _run(project, command, variables, progress)
            return
        for file in warehouse.parent.glob(f"{warehouse.name}*"):
            file.unlink()
    _run(project, command, environment(project, warehouse), progress)


def parse(project: Project) -> dict[str, Any]:
    """Return dbt's manifest: every model, seed and test with descriptions rendered."""
    variables = environment(project, project.aside / "warehouse.duckdb")
    _run(project, ["parse"], variables, lambda *_: None)
    return read_manifest(project)


def read_manifest(project: Project) -> dict[str, Any]:
    """Return the manifest that dbt wrote last."""
    manifest: dict[str, Any] = json.loads((project.dbt_target / "manifest.json").read_text("utf-8"))
    return manifest


def environment(project: Project, warehouse: Path) -> dict[str, str]:
    """Give the variables under which dbt works on this project and writes to ``warehouse``."""
    return {
        **os.environ,
        "DBT_PROJECT_DIR": str(project.root),
        "DBT_PROFILES_DIR": str(project.root),
        "DBT_TARGET_PATH": str(project.dbt_target),
        "DBT_LOG_PATH": str(project.logs),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "MUSTER_BUILD_FILE": str(warehouse),
        "MUSTER_SPARK_FOLDER": str(warehouse),
        "MUSTER_LANDED": ",".join(Bulk.of(project.root).files),
    }


def _run(
    project: Project, command: list[str], variables: dict[str, str], progress: Progress
) -> None:
    project.logs.mkdir(parents=True, exist_ok=True)
    results = project.dbt_target / "run_results.json"
    results.unlink(missing_ok=True)
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "muster.dbt_process",
            "--log-format",
            "json",
            "--log-level",
            "info",
            *command,
        ],
        cwd=project.root,
        env=variables,
        stdin=subprocess.PIPE,  # which nobody writes to: dbt ends when it closes
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    said: list[str] = []
    done = count(1)
    try:
        assert process.stdout is not None  # noqa: S101 (PIPE was asked for)
        for line in process.stdout:
            _hear(line, progress, done, said)
        code = process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if code != 0:
        raise DbtError(_explain(project, results, said))


def _hear(line: str, progress: Progress, done: Iterator[int], said: list[str]) -> None:
    try:
        event = json.loads(line)
        info, data = event["info"], event["data"]
    except (json.JSONDecodeError, KeyError, TypeError):
        said.append(line.rstrip())
        return
    if info["name"] in RESULTS:
        index = next(done)
        # dbt v2 does not say how many there are
        total = data.get("num_models") or data.get("total") or index
        progress(index, int(total), data.get("node_info", {}).get("node_name", ""))
    elif info["level"] in ("warn", "error"):
        said.append(str(info["msg"]).strip())


def _explain(project: Project, results: Path, said: list[str]) -> str:
    failures = _failures(project, results) if results.exists() else []
    if not failures:
        return "dbt could not build:\n" + "\n".join(said)
    lines = [f"dbt found {len(failures)} fault{'s' if len(failures) > 1 else ''}:"]
    for failure in failures:
        lines.append(f"  {failure.file}: {failure.name}")
        lines += [f"      {line}" for line in failure.message.splitlines() if line.strip()]
        if failure.compiled:
            lines.append(f"      its query: {failure.compiled}")
    return "\n".join(lines)


def _failures(project: Project, results: Path) -> list[Failure]:
    nodes = read_manifest(project)
    known = {**nodes["nodes"], **nodes.get("unit_tests", {})}
    failures = []
    for result in json.loads(results.read_text("utf-8"))["results"]:
        if result["status"] not in ("error", "fail", "runtime error"):
            continue
        node = known.get(result["unique_id"], {})
        compiled = project.root / (node.get("compiled_path") or "")
        failures.append(
            Failure(
                name=node.get("name", result["unique_id"]),
                file=node.get("original_file_path", "?"),
                message=result.get("message") or "no message",
                compiled=project.relative(compiled) if compiled.is_file() else "",
            )
        )
    return failures
