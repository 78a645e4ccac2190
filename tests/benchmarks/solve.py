"""The band of recruitment, solved for in a warehouse that dbt has built: FILE."""

from __future__ import annotations

import sys
from pathlib import Path

from muster.recruitment import tables

if __name__ == "__main__":
    tables.record(Path(sys.argv[1]))
