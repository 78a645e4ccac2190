"""The Parquet files and the data package that describes them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import duckdb
import polars as pl
import pytest
from frictionless import Package

from muster.project import Project


@pytest.fixture(scope="module")
def descriptor(built: Project) -> dict[str, Any]:
    package: dict[str, Any] = json.loads(
        (built.build / "export/datapackage.json").read_text("utf-8")
    )
    return package


def test_the_package_is_valid(descriptor: dict[str, Any]) -> None:
    report = Package.validate_descriptor(descriptor)
    assert report.valid, report.to_dict()


def test_every_mart_is_exported_row_for_row(built: Project, descriptor: dict[str, Any]) -> None:
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        marts = [
            row[0]
            for row in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'main' order by 1"
            ).fetchall()
        ]
        assert [resource["name"] for resource in descriptor["resources"]] == marts
        for resource in descriptor["resources"]:
            path = built.build / "export" / resource["path"]
            frame = pl.read_parquet(path)
            assert frame.columns == [field["name"] for field in resource["schema"]["fields"]]
            assert frame.height == len(connection.table(f"main.{resource['name']}"))
            assert frame.select(resource["schema"]["primaryKey"]).is_duplicated().sum() == 0
            assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def test_references_lead_to_resources_and_their_columns(descriptor: dict[str, Any]) -> None:
    fields = {
        r["name"]: {f["name"] for f in r["schema"]["fields"]} for r in descriptor["resources"]
    }
    seen = 0
    for resource in descriptor["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            target = key["reference"]["resource"] or resource["name"]
            assert set(key["reference"]["fields"]) <= fields[target]
            seen += 1
    assert seen > 20
