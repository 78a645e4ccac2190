"""A seed's CSV as a table, and the faults of its form: header, line ends, quoting, order, keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from muster.faults import TIDY, Fault, SeedError, shown
from muster.seed_files import merge_markers, project_relative, read_text
from muster.seed_schema import Seed
from muster.seeds import BYTE_ORDER_MARK, Record, Row, canonical, read_records, to_line


@dataclass
class Table:
    """A seed's records as rows, and the faults of its form."""

    seed: Seed
    file: str
    rows: list[tuple[Record, Row]] = field(default_factory=list)
    """Each record that has all its fields, with these in their one form."""
    faults: list[Fault] = field(default_factory=list)
    is_whole: bool = True
    """False when a record of the file is not among the rows."""
    is_readable: bool = False
    """False when the rows cannot be told apart: then no reference to them is blamed either."""

    @classmethod
    def read(cls, seed: Seed, root: Path) -> Table:
        """Read the CSV of a seed, whatever state it is in."""
        table = cls(seed, project_relative(seed.csv_path, root))
        try:
            text = read_text(seed.csv_path, root)
        except SeedError as error:
            table.faults.append(error.fault)
            return table
        if markers := merge_markers(text, table.file):
            table.faults += markers
            return table
        table.faults += table._file_faults(text)
        header, *records = read_records(text) or [Record(1, "", (), ())]
        if header.fields != seed.header:
            found = ",".join(header.fields) or "an empty line"
            found = found if found.isprintable() else ascii(found)
            expected = f"the header of its YAML: {','.join(seed.header)}"
            table.faults.append(Fault(table.file, 1, 1, "", found, expected))
            return table
        table.is_readable = True
        if not records and not seed.may_be_empty:
            expected = "rows, or `may_be_empty: true` in the meta of its YAML"
            table.faults.append(Fault(table.file, 1, 1, "", "a header and nothing else", expected))
        table.faults += table._form_faults(header, header.fields)
        for record in records:
            if unread := table._why_unread(record):
                table.faults.append(unread)
                table.is_whole = False
                continue
            fields = tuple(canonical(value) for value in record.fields)
            table.faults += table._form_faults(record, fields)
            table.rows.append((record, dict(zip(seed.header, fields, strict=True))))
        table.faults += table._key_faults()
        return table

    def at(self, record: Record, name: str, found: str, expected: str) -> Fault:
        """Say what is wrong with one field of a record."""
        column = record.starts[self.seed.header.index(name)]
        return Fault(self.file, record.line, column, name, found, expected)

    def _file_faults(self, text: str) -> Iterator[Fault]:
        """Yield what is wrong with the file as a whole, once and not a line at a time."""
        if text.startswith(BYTE_ORDER_MARK):
            yield Fault(self.file, 1, 1, "", "a byte order mark", f"the header at once: {TIDY}")
        if "\r" in text:
            before = text[: text.index("\r")]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            found = "a carriage return, as in line ends of Windows or of old Macs"
            yield Fault(self.file, line, column, "", found, f"LF alone at the end of lines: {TIDY}")
        elif text and not text.endswith("\n"):
            line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
            yield Fault(self.file, line, column, "", "no line end", f"one LF: {TIDY}")

    def _why_unread(self, record: Record) -> Fault | None:
        header = self.seed.header
        if record.text == "":
            return Fault(self.file, record.line, 1, "", "an empty line", f"a record: {TIDY}")
        if record.fault is not None:
            expected = "one CSV record a line, quotes closed"
            return Fault(self.file, record.line, 1, "", record.fault, expected)
        if len(record.fields) != len(header):
            found, expected = f"{len(record.fields)} fields", f"{len(header)}: {','.join(header)}"
            return Fault(self.file, record.line, 1, "", found, expected)
        return None

    def _form_faults(self, record: Record, wanted: tuple[str, ...]) -> Iterator[Fault]:
        """Yield at most one fault: the first field that is not as ``wanted``, or the quoting."""
        for name, value, right in zip(self.seed.header, record.fields, wanted, strict=True):
            if value != right:
                is_blank = value != value.strip()
                found = "blanks at an end of" if is_blank else "letters in parts (not NFC) in"
                expected = f"a field in its one form: {TIDY}"
                yield self.at(record, name, f"{found} {shown(value)}", expected)
                return
        if record.text != (line := to_line(wanted)):
            pairs = zip(record.text, line, strict=False)
            shorter = min(len(record.text), len(line))
            same = next((n for n, (a, b) in enumerate(pairs) if a != b), shorter)
            expected = f"quotes only where a field needs them: {TIDY}"
            yield Fault(self.file, record.line, same + 1, "", "another quoting", expected)

    def _key_faults(self) -> Iterator[Fault]:
        key_columns = ", ".join(self.seed.key)
        previous: list[str] | None = None
        first_seen: dict[tuple[str, ...], int] = {}
        for record, row in self.rows:
            key = [row[name] for name in self.seed.key]
            if (line := first_seen.get(tuple(key))) is not None:
                expected = f"each {key_columns} once; it stands in line {line} already"
                yield self.at(record, self.seed.key[0], f"{shown(key)} again", expected)
            elif previous is not None and key < previous:
                found = f"{shown(key)} after {shown(previous)}"
                expected = f"rows in order of {key_columns}: {TIDY}"
                yield self.at(record, self.seed.key[0], found, expected)
            first_seen.setdefault(tuple(key), record.line)
            previous = key
