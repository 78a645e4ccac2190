"""dbt's documentation as one page: every seed and model, its columns and SQL, what stands on what.

The page is dbt's own, filled as ``dbt docs generate --static`` fills it. That command would start
dbt once more, for some ten processor seconds, to write down a manifest that this build's dbt has
just written, and a catalog that one query gives.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

from muster import warehouse
from muster.dbt_run import read_manifest
from muster.project import MusterError, Project
from muster.site.claims import Claims
from muster.site.frame import Frame

PAGE = "lineage.html"

OF_ONE_MACHINE = frozenset({"build_path", "compiled_path", "root_path"})
"""What dbt says of every node and no reader wants to know."""

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; base-uri 'none'; form-action 'none'"
)
"""The page's styles stand in its elements; its scripts are those of this build, and no others."""

MENDED = (
    # without Angular's own word for it, a browser first asks for a picture of the name "{{ … }}"
    ('<use xlink:href="{{', '<use xlink:href="#" ng-href="{{'),
    # Angular then compiles no text to functions, which the policy forbids, and brings no style
    ('ng-app="dbt"', 'ng-app="dbt" ng-csp'),
    ("</head>", "<style>.ng-hide { display: none !important }</style></head>"),
    ("${require('./assets/favicons/favicon.ico')}", "data:,"),
    ('<link rel="canonical" href="/overview/"/>', ""),
)
"""What in dbt's page asks for files that are not there or breaks the policy, and its mending."""

CATALOG = """
select columns.schema_name, columns.table_name, column_name, column_index, data_type,
    columns.comment, relations.comment as relation_comment, relations.kind
from duckdb_columns() as columns
inner join (
    select schema_name, table_name, comment, 'BASE TABLE' as kind from duckdb_tables()
    union all
    select schema_name, view_name, comment, 'VIEW' from duckdb_views()
) as relations
    on columns.schema_name = relations.schema_name and columns.table_name = relations.table_name
where not columns.internal
order by columns.schema_name, columns.table_name, column_index
"""


def write(frame: Frame, claims: Claims, project: Project) -> None:
    """Write ``lineage.html``.

    Raises:
        MusterError: dbt's page is not the one that this module knows.
    """
    manifest = _of_the_project(read_manifest(project))
    page = resources.files("dbt.task.docs").joinpath("index.html").read_text("utf-8")
    for found, put in MENDED:
        page = _replaced(page, found, put)
    for name, content in (("MANIFEST", manifest), ("CATALOG", _catalog(manifest, claims.file))):
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        # "<" never stands in a script as it is: a description could otherwise close it
        text = text.replace(f"{project.root}/", "").replace("<", "\\u003c")
        page = _replaced(page, f'"{name}.JSON INLINE DATA"', text)
    frame.text(
        PAGE, _replaced(page, '<meta charset="utf-8">', f'<meta charset="utf-8">{_policy(page)}')
    )


def _replaced(page: str, found: str, put: str) -> str:
    if found not in page:
        raise MusterError(
            f"found no {found} in the page of documentation that dbt ships, expected it; "
            "look at scripts/muster/site/lineage.py"
        )
    return page.replace(found, put)


def _policy(page: str) -> str:
    """Allow the scripts of the page, by their hashes."""
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
    policy = POLICY.format(scripts=" ".join(f"'sha256-{each}'" for each in hashes))
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def _of_the_project(manifest: dict[str, Any]) -> dict[str, Any]:
    """Leave out dbt's own macros, of which the page shows none, and what is of one machine only."""
    package = manifest["metadata"]["project_name"]
    macros = {
        name: macro
        for name, macro in manifest["macros"].items()
        if macro["package_name"] == package
    }
    nodes = {
        name: {key: value for key, value in node.items() if key not in OF_ONE_MACHINE}
        for name, node in manifest["nodes"].items()
    }
    return {**manifest, "macros": macros, "nodes": nodes}


def _catalog(manifest: dict[str, Any], file: Path) -> dict[str, Any]:
    """Describe the tables as dbt's catalog does, from the file itself."""
    ids = {
        (node["schema"], node["alias"]): name
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed")
    }
    nodes: dict[str, Any] = {}
    for row in warehouse.sql(CATALOG, warehouse=file).to_dicts():
        unique_id = ids.get((row["schema_name"], row["table_name"]))
        if unique_id is None:
            continue
        node = nodes.setdefault(
            unique_id,
            {
                "unique_id": unique_id,
                "metadata": {
                    "type": row["kind"],
                    "schema": row["schema_name"],
                    "name": row["table_name"],
                    "database": manifest["nodes"][unique_id]["database"],
                    "comment": row["relation_comment"],
                    "owner": None,
                },
                "columns": {},
                "stats": {},
            },
        )
        node["columns"][row["column_name"]] = {
            "type": row["data_type"],
            "index": row["column_index"],
            "name": row["column_name"],
            "comment": row["comment"],
        }
    return {"metadata": {}, "nodes": nodes, "sources": {}, "errors": None}
