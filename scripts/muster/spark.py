"""The same models on Apache Spark: Parquet tables in ``build/spark/tables``, marts in ``main.db``.

Nothing is published: table macros, export and notebooks are DuckDB's. The tables are for those
whose archive is too large for one machine (docs/scale.md).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

from muster import dbt_run
from muster.build import Stage, raise_for_faults
from muster.locks import only_build
from muster.project import MusterError, Project


def build(project: Project, stage: Stage) -> Path:
    """Check the seeds; seed, run and test all models on Spark, in place of the tables before.

    Returns:
        the folder of the marts.

    Raises:
        BusyError: another build is running.
        FaultySeedsError: `muster check` finds faults.
        MusterError: Spark is not here, or dbt or a test failed.
    """
    if missing := what_is_missing():
        raise MusterError(missing)
    project.build.mkdir(exist_ok=True)
    with only_build(project):
        stage("check the seeds")
        raise_for_faults(project)
        # Spark makes no table where an older one's files are
        shutil.rmtree(project.spark, ignore_errors=True)
        project.spark.mkdir()
        # another target is another parse
        beside = Project(project.root, name_of_target="dbt-spark")
        dbt_run.build(
            beside, project.spark, stage("dbt on Spark: seeds, models, data tests"), target="spark"
        )
    return project.spark / "tables" / "main.db"


def what_is_missing() -> str | None:
    """Say what Spark needs and is not here; None when all is."""
    if not all(importlib.util.find_spec(name) for name in ("pyspark", "dbt.adapters.spark")):
        return "found no Spark in this environment; `make spark` installs it"
    java = os.environ.get("JAVA_HOME")
    if not (java and (Path(java) / "bin" / "java").exists()) and not shutil.which("java"):
        return "found no Java, which Spark runs on; install Java 17 or 21, or set JAVA_HOME"
    return None
