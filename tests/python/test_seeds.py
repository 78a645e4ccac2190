"""The one form of seeds: tidying changes form and order, never a value, and never hides a fault."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.check import check
from muster.faults import SeedError
from muster.project import Project
from muster.seed_schema import load_seeds
from muster.seeds import canonical, read_records, read_rows, to_line
from muster.tidy import tidy

text = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30)


@given(st.lists(text, min_size=2, max_size=8))
def test_a_written_record_reads_back_and_every_field_is_where_it_is_said_to_be(
    fields: list[str],
) -> None:
    [record] = read_records(to_line(fields) + "\n")
    assert list(record.fields) == fields
    assert len(record.starts) == len(fields)
    for value, start in zip(fields, record.starts, strict=True):
        rest = record.text[start - 1 :]
        assert rest.removeprefix('"').startswith(value.replace('"', '""'))


def test_tidying_undoes_any_change_of_form(sources: Project) -> None:
    before = {
        seed.csv_path: seed.csv_path.read_bytes() for seed in load_seeds(sources.root).values()
    }
    for path, content in before.items():
        header, *lines = content.decode().rstrip("\n").split("\n")
        random.Random(7).shuffle(lines)
        quoted = [",".join(f'" {f} "' for f in _fields(line)) for line in lines]
        path.write_text("\r\n".join([header, *quoted]), "utf-8")
    assert len(check(sources.root)) > len(before)

    changed = tidy(sources.root)

    assert len(changed) == len(before)
    assert {path: path.read_bytes() for path in before} == before
    assert tidy(sources.root) == []


def test_tidying_puts_columns_under_their_names_again(sources: Project) -> None:
    path = sources.root / "seeds/codebook/relations.csv"
    rows, before = read_rows(path), path.read_bytes()
    names = ["definition", "upper", "relation", "lower"]
    path.write_text(
        "\n".join([to_line(names), *(to_line(row[n] for n in names) for row in rows)]) + "\n",
        "utf-8",
    )
    tidy(sources.root)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "broken",
    ["relation,lower,upper\nexact,value,value\n", "relation,lower,upper,definition\nexact,value\n", 'relation,lower,upper,definition\n"exact,value\n', ""],
)  # fmt: skip
def test_a_file_with_a_fault_is_left_alone(sources: Project, broken: str) -> None:
    path = sources.root / "seeds/codebook/relations.csv"
    path.write_text(broken, "utf-8")
    with pytest.raises(SeedError, match=r"seeds/codebook/relations\.csv:\d+:1"):
        tidy(sources.root)
    assert path.read_text("utf-8") == broken


def test_composed_and_decomposed_letters_have_one_form() -> None:
    assert canonical("Ce\u0301sar ") == "C\u00e9sar"


def _fields(line: str) -> list[str]:
    import csv

    return [field.replace('"', '""') for field in next(csv.reader([line]))]


def test_every_seed_is_described_and_every_description_has_its_seed(sources: Project) -> None:
    described = {seed.csv_path for seed in load_seeds(sources.root).values()}
    assert described == set((sources.root / "seeds").rglob("*.csv"))
    assert all(Path(path).with_suffix(".yml").is_file() for path in described)
