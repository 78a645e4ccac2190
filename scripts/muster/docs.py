"""The pages of docs/ that are written from the sources: codebook and data dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from muster.durable import write_whole
from muster.marts import Mart
from muster.marts import marts as read_marts
from muster.project import Project
from muster.seed_schema import Seed, load_seeds
from muster.seeds import read_rows

NOTICE = "<!-- Written by `make docs`; change the {source} instead. -->"

LANDING = "landing"


def pages(project: Project, manifest: dict[str, Any]) -> dict[str, str]:
    """Write every generated page, in memory: text by path below the project."""
    return {
        "docs/codebook.md": codebook(project),
        "docs/data-dictionary.md": data_dictionary(manifest),
    }


def write(project: Project, manifest: dict[str, Any]) -> list[str]:
    """Write the pages that are not current; return their paths."""
    changed = outdated(project, manifest)
    for path, text in pages(project, manifest).items():
        if path in changed:
            write_whole(project.root / path, text.encode())
    return changed


def outdated(project: Project, manifest: dict[str, Any]) -> list[str]:
    """List the pages that differ from what would be written now."""
    found = []
    for path, text in pages(project, manifest).items():
        file = project.root / path
        if not file.is_file() or file.read_text("utf-8") != text:
            found.append(path)
    return found


def codebook(project: Project) -> str:
    """Write the vocabularies: a table a seed of seeds/codebook."""
    lines = [NOTICE.format(source="seeds in seeds/codebook"), "", "# Codebook", ""]
    lines += [
        "The words that the data may use, from the seeds of `seeds/codebook`; in the warehouse",
        "they are tables of the schema `codebook`.",
        "",
    ]
    for seed in _seeds_of(project, "codebook"):
        lines += [f"## {seed.name.replace('_', ' ')}", ""]
        lines += _table(seed.header, (row.values() for row in read_rows(seed.csv_path)))
    return _finished(lines)


def data_dictionary(manifest: dict[str, Any]) -> str:
    """Write the marts and the landing seeds: grain, key, columns with types and meaning."""
    lines = [NOTICE.format(source="YAML beside the models and seeds"), "", "# Data dictionary", ""]
    lines += [
        "Every mart is a table of the schema `main` with an enforced contract; the descriptions",
        "below are comments in the database too. NULL means not known or not said, never zero.",
        "",
        "## Marts",
        "",
    ]
    for mart in read_marts(manifest):
        lines += _mart(mart)
    lines += [
        "## Operations",
        "",
        "Tables of the schema `operations`: the work behind the file, where it was built. They are",
        "not exported, since equal sources make equal marts, and no two runs are equal.",
        "",
    ]
    for table in read_marts(manifest, "operations"):
        lines += _mart(table)
    lines += ["## Landing seeds", ""]
    seeds = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "seed" and node["schema"] == LANDING
    ]
    for seed in sorted(seeds, key=lambda node: str(node["name"])):
        types = seed["config"]["column_types"]
        lines += [f"### {seed['name']}", "", " ".join(seed["description"].split()), ""]
        lines += _table(
            ("column", "type", "meaning"),
            (
                (f"`{name}`", types[name], " ".join(column["description"].split()))
                for name, column in seed["columns"].items()
            ),
        )
    return _finished(lines)


def _mart(mart: Mart) -> list[str]:
    key = ", ".join(f"`{column}`" for column in mart.primary_key)
    lines = [f"### {mart.name}", "", " ".join(mart.description.split()), "", f"Key: {key}.", ""]
    rows = []
    for column in mart.columns:
        meaning = column.description
        if column.name in mart.references:
            meaning += f" → `{'.'.join(mart.references[column.name])}`"
        rows.append((f"`{column.name}`", column.type, meaning))
    return lines + _table(("column", "type", "meaning"), rows)


def _seeds_of(project: Project, folder: str) -> list[Seed]:
    seeds = load_seeds(project.root).values()
    return sorted((s for s in seeds if s.csv_path.parent.name == folder), key=lambda s: s.name)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    names = list(header)
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return [*lines, ""]


def _finished(lines: list[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
