"""What a review decision must be: about something that landed, and sound in what it puts there.

The models let the newest correction of a field win, by decision_id (``macros/review.sql``). So do
the rules: a landed row that decisions correct is judged as the decisions leave it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from muster.bulk import Bulk
from muster.cell_rules import CellRules
from muster.faults import Fault, shown
from muster.row_rules import RowFault
from muster.seed_schema import Schemas
from muster.seed_tables import Table
from muster.seeds import Record, Row

DECISIONS = "review_decisions"

MERGED = ("raw_event_mentions", "raw_figure_mentions")
"""The seeds whose mentions the models gather into events and figures."""

Subject = tuple[str, str]
"""(landing seed, mention_id)"""


@dataclass(frozen=True)
class Correction:
    """A decision that gives one field of one mention another value."""

    table: Table
    record: Record
    row: Row

    def blame(self, fault: RowFault) -> Fault:
        """Say at the decision what is wrong with the mention that it leaves."""
        name, found, expected = fault
        return self.table.at(self.record, "corrected", f"{found} for {name}", expected)


@dataclass
class Reviews:
    """The decisions that can be followed, and the faults of the others."""

    corrections: dict[Subject, dict[str, Correction]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """The newest correction of each field."""
    exempt: set[str] = field(default_factory=set)
    """Ids of mentions that are not judged: rejected, or with a decision that must be mended."""
    faults: list[Fault] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        decisions: Table,
        sound: Table,
        schemas: Schemas,
        tables: Mapping[str, Table],
        cells: Mapping[str, CellRules],
        *,
        bulk: Bulk,
    ) -> Reviews:
        """Read all decisions, in order of their ids; one that is not ``sound`` decides nothing."""
        reviews = cls()
        subjects = _Subjects(schemas, tables, cells)
        subjects.add_landed(bulk, decisions)
        lines = {record.line for record, _ in sound.rows}
        for record, row in sorted(decisions.rows, key=lambda pair: pair[1]["decision_id"]):
            subject = row["subject_table"], row["subject_id"]
            if record.line not in lines:
                reviews.exempt.add(row["subject_id"])
                continue
            faults = [decisions.at(record, *fault) for fault in _decision_faults(row, subjects)]
            if faults:
                reviews.faults += faults
                reviews.exempt.add(row["subject_id"])
            elif row["decision"] == "correct":
                correction = Correction(decisions, record, row)
                reviews.corrections[subject][row["field"]] = correction
            elif row["decision"] == "reject":
                reviews.exempt.add(row["subject_id"])
        return reviews

    def subjects(self, seed: str) -> set[str]:
        """Return the ids of the mentions of a seed that are not judged as they landed."""
        return {mention for name, mention in self.corrections if name == seed} | self.exempt

    def reviewed(self, subject: Subject, row: Row) -> Row:
        """Return the row of a mention as the decisions leave it."""
        newest = self.corrections[subject]
        return row | {name: correction.row["corrected"] for name, correction in newest.items()}

    def blame(self, subject: Subject, fault: RowFault) -> Fault:
        """Say what is wrong with a corrected mention: at the field's correction, or the latest."""
        newest = self.corrections[subject]
        latest = max(newest.values(), key=lambda correction: correction.row["decision_id"])
        return newest.get(fault[0], latest).blame(fault)


class _Subjects:
    """What decisions can be about: the seeds that the models review, and their mentions."""

    def __init__(
        self, schemas: Schemas, tables: Mapping[str, Table], cells: Mapping[str, CellRules]
    ) -> None:
        self.seeds = sorted(name for name, seed in schemas.seeds.items() if seed.reviewed)
        self.unread = schemas.unread
        self.cells = cells
        self.mentions = {
            name: {row["mention_id"] for _, row in tables[name].rows}
            for name in self.seeds
            if name in tables
        }

    def add_landed(self, bulk: Bulk, decisions: Table) -> None:
        """Let decisions be about mentions that landed in bulk as well."""
        named = {row[name] for _, row in decisions.rows for name in ("subject_id", "corrected")}
        for name, mentions in self.mentions.items():
            mentions.update(bulk.known(name, "mention_id", named - mentions))


def _decision_faults(row: Row, subjects: _Subjects) -> Iterator[RowFault]:
    if not re.fullmatch(re.escape(row["decided_on"]) + r"-[0-9]{3}", row["decision_id"]):
        expected = f"decided_on and a running number, as {row['decided_on']}-001"
        yield "decision_id", shown(row["decision_id"]), expected
    subject = row["subject_table"]
    if subject not in subjects.seeds and subject not in subjects.unread:
        expected = f"a seed that the models review: {', '.join(subjects.seeds)}"
        yield "subject_table", shown(subject), expected
    if subject not in subjects.mentions:
        return  # it is no such seed, or one that cannot be read, and so has a fault of its own
    if row["subject_id"] not in subjects.mentions[subject]:
        yield "subject_id", shown(row["subject_id"]), f"a mention_id of the seed {subject}"
    if row["decision"] == "reject":
        for name in ("field", "found", "corrected"):
            if row[name]:
                expected = "nothing: a rejection is about the whole mention"
                yield name, shown(row[name]), expected
    elif row["decision"] == "correct":
        yield from _correction_faults(row, subjects.cells[subject])
    elif row["decision"] == "narrow":
        yield from _narrowing_faults(row)
    else:
        yield from _merging_faults(row, subjects.mentions[subject])


def _narrowing_faults(row: Row) -> Iterator[RowFault]:
    if row["subject_table"] != "raw_figure_mentions" or row["field"] != "population":
        expected = "population, of raw_figure_mentions: a part of it is what was counted"
        yield "field", shown(row["field"]), expected
    if not row["corrected"]:
        yield "corrected", "nothing", "the part of the population that was counted"


def _merging_faults(row: Row, mentions: set[str]) -> Iterator[RowFault]:
    subject = row["subject_table"]
    if subject not in MERGED:
        yield "subject_table", shown(subject), f"a seed whose mentions merge: {', '.join(MERGED)}"
    elif row["decision"] == "merge" and row["corrected"] not in mentions - {row["subject_id"]}:
        expected = f"the mention_id of another row of {subject}, which repeats or is repeated"
        yield "corrected", shown(row["corrected"]), expected


def _correction_faults(row: Row, rules: CellRules) -> Iterator[RowFault]:
    if row["field"] not in rules.seed.reviewed:
        expected = f"a column that can be corrected: {', '.join(rules.seed.reviewed)}"
        yield "field", shown(row["field"]), expected
    elif not row["corrected"]:
        yield "corrected", "nothing", "the value that stands instead"
    elif fault := rules.fault(rules.seed.column(row["field"]), row["corrected"]):
        yield "corrected", shown(row["corrected"]), f"for {row['field']} {fault}"
