"""Putting seeds into their one form: quoting, order of rows, Unicode, line ends. Values stay.

The one value that tidying writes is the id of a new mention, which nobody computes by hand.
"""

from __future__ import annotations

from pathlib import Path

from muster.durable import forget_parts, sync, write_whole
from muster.faults import Fault, SeedError
from muster.ids import give_ids
from muster.locks import only_writer
from muster.project import Project
from muster.seed_files import merge_markers, project_relative, read_text
from muster.seed_schema import Seed, load_seeds
from muster.seeds import Row, canonical, read_records, to_csv


def tidy(root: Path) -> list[str]:
    """Rewrite every seed that is not in its one form; return the files that changed.

    Every file is read before any is written. One with lines that are no records leaves all as
    they are: tidying must not hide a fault.

    Raises:
        SeedError: a file has such lines, or its header is not that of its YAML.
        BusyError: a landing is at work on the seeds.
    """
    with only_writer(Project(root)):
        return _tidy(root)


def _tidy(root: Path) -> list[str]:
    seeds = load_seeds(root)
    rows = {name: _rows(seed, root) for name, seed in seeds.items()}
    give_ids(seeds, rows)
    changed = []
    for name, seed in seeds.items():
        text = to_csv(seed, rows[name])
        if text.encode() != seed.csv_path.read_bytes():
            write_whole(seed.csv_path, text.encode())
            sync(seed.csv_path.parent)
            forget_parts(seed.csv_path)
            changed.append(project_relative(seed.csv_path, root))
    return changed


def _rows(seed: Seed, root: Path) -> list[Row]:
    file = project_relative(seed.csv_path, root)
    text = read_text(seed.csv_path, root)
    if markers := merge_markers(text, file):
        raise SeedError(markers[0])
    records = [record for record in read_records(text) if record.text.strip()]
    if not records:
        raise SeedError(Fault(file, 1, 1, "", "an empty file", "a header; run `muster check`"))
    header = tuple(name.strip() for name in records[0].fields)
    if sorted(header) != sorted(seed.header):
        expected = f"the columns of its YAML: {','.join(seed.header)}"
        raise SeedError(Fault(file, 1, 1, "", ",".join(header), expected))
    rows = []
    for record in records[1:]:
        if record.fault is not None or len(record.fields) != len(header):
            found = f"no record of {len(header)} fields"
            raise SeedError(
                Fault(file, record.line, 1, "", found, "one; run `muster check` for all of them")
            )
        rows.append({n: canonical(v) for n, v in zip(header, record.fields, strict=True)})
    return rows
