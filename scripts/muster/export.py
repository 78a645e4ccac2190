"""The marts as Parquet and CSV, with a Frictionless data package that describes them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from muster.marts import Mart
from muster.text_tables import FORMULA_STARTS

FIELD_TYPES = {
    "string": "string",
    "bigint": "integer",
    "integer": "integer",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
}

LICENCES = [
    {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
]


def export(
    warehouse: Path,
    folder: Path,
    marts: list[Mart],
    *,
    version: str,
    created: str,
    progress: Callable[[int, int, str], None],
) -> None:
    """Write a Parquet file and a CSV file a mart, rows in order of key, and ``datapackage.json``.

    In the CSV a text that a spreadsheet would take for a formula begins with an apostrophe: texts
    come from articles, and a formula can ask the network.

    Args:
        warehouse: the tested DuckDB file; it is only read.
        folder: where the files go; made if it is not there.
        marts: what to write.
        version: version of the package that made the data.
        created: moment of the build, ISO 8601.
        progress: called with (marts done, marts in all, name).
    """  # fmt: skip
    (folder / "csv").mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for number, mart in enumerate(marts, start=1):
            target = folder / f"{mart.name}.parquet"
            order = ", ".join(mart.primary_key)
            connection.execute(
                f"copy (from {mart.name} order by {order}) to $path (format parquet)",
                {"path": str(target)},
            )
            rows = f"select {_for_spreadsheets(mart)} from {mart.name} order by {order}"  # noqa: S608
            connection.execute(
                f"copy ({rows}) to $path (format csv, header)",
                {"path": str(folder / "csv" / f"{mart.name}.csv")},
            )
            progress(number, len(marts), mart.name)
    package = {
        "profile": "data-package",
        "name": "muster",
        "title": "muster: claims about foreign nationals recruited into the Russian army",
        "version": version,
        "created": created,
        "licenses": LICENCES,
        "resources": [_resource(folder, mart, {m.name for m in marts}) for mart in marts],
    }
    text = json.dumps(package, indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", "utf-8")


def _for_spreadsheets(mart: Mart) -> str:
    """Select the columns of a mart, texts so that no spreadsheet takes one for a formula."""
    starts = re.escape(FORMULA_STARTS)
    guarded = f"regexp_replace({{0}}, '^([{starts}])', '''\\1') as {{0}}"
    return ", ".join(
        guarded.format(column.name) if column.type == "string" else column.name
        for column in mart.columns
    )


def _resource(folder: Path, mart: Mart, exported: set[str]) -> dict[str, Any]:
    path = folder / f"{mart.name}.parquet"
    data = path.read_bytes()
    foreign_keys = [
        # the empty name means the resource itself
        {
            "fields": [column],
            "reference": {"resource": "" if table == mart.name else table, "fields": [target]},
        }
        for column, (table, target) in mart.references.items()
        if table in exported
    ]
    return {
        "name": mart.name,
        "path": path.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "description": mart.description,
        "schema": {
            "fields": [
                {
                    "name": column.name,
                    "type": FIELD_TYPES[column.type],
                    "description": column.description,
                }
                for column in mart.columns
            ],
            "primaryKey": list(mart.primary_key),
            **({"foreignKeys": foreign_keys} if foreign_keys else {}),
        },
    }
