"""Putting seeds into their one form: quoting, order of rows, Unicode, line ends. Values stay."""

from __future__ import annotations

import os
from pathlib import Path

from muster.seeds import Seed, SeedError, load_seeds, project_relative, read_records, to_csv


def tidy(root: Path) -> list[str]:
    """Rewrite every seed that is not in its one form; return the files that changed.

    A file with lines that are no records is left alone: tidying must not hide a fault.

    Raises:
        SeedError: a file has such lines, or its header is not that of its YAML; it is unchanged.
    """
    changed = []
    for seed in load_seeds(root).values():
        text = _tidied(seed, root)
        if text.encode() != seed.csv_path.read_bytes():
            replace_file(seed.csv_path, text)
            changed.append(project_relative(seed.csv_path, root))
    return changed


def replace_file(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(fresh, path)


def _tidied(seed: Seed, root: Path) -> str:
    file = project_relative(seed.csv_path, root)
    records = [r for r in read_records(seed.csv_path) if r.text.strip("\r\ufeff ") != ""]
    if not records:
        raise SeedError(f"{file}:1:1: found an empty file, expected a header; run `muster check`")
    header = tuple(name.strip("\ufeff\r ") for name in records[0].fields)
    if sorted(header) != sorted(seed.header):
        raise SeedError(
            f"{file}:1:1: found {','.join(header)}, expected the columns of its YAML: "
            f"{','.join(seed.header)}"
        )
    rows = []
    for record in records[1:]:
        if record.fault is not None or len(record.fields) != len(header):
            raise SeedError(
                f"{file}:{record.line}:1: found no record of {len(header)} fields; "
                "run `muster check`"
            )
        rows.append(dict(zip(header, record.fields, strict=True)))
    return to_csv(seed, rows)
