"""The least that a build can cost: reading what landed once, and writing the marts once.

python tests/benchmarks/once.py PROJECT WAREHOUSE
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
from straight import SETTINGS

from muster.bulk import Bulk


def main() -> None:
    """Read every column of the landing; copy every mart of the warehouse into a new file."""
    root, warehouse = Path(sys.argv[1]), Path(sys.argv[2])
    copy = warehouse.with_name("once.duckdb")
    bulk = Bulk.of(root)
    with duckdb.connect(str(copy), config=dict(SETTINGS)) as connection:
        for table in bulk.files:
            connection.execute(
                f"select max(hash(landed)) from {bulk.rows(table)} as landed"
            ).fetchall()
        connection.execute(f"attach '{warehouse}' as built (read_only)")
        marts = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'built' and schema_name = 'main'"
        ).fetchall()
        for (mart,) in marts:
            connection.execute(f"create table {mart} as from built.main.{mart}")
    copy.unlink()


if __name__ == "__main__":
    main()
