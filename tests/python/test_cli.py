"""The command line: help, exit codes, and what it prints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from muster.cli import main
from muster.project import Project


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_every_command_has_help_and_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert command.help, name
        assert f"`muster {name}" in readme, f"README does not name muster {name}"
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"muster {name} {parameter.opts}"


@pytest.mark.usefixtures("at_built")
def test_query_prints_tables_csv_and_json() -> None:
    query = "select relation, lower from codebook.relations where relation in ('exact', 'more_than') order by 1"
    assert "more_than" in run("query", query).output
    assert "2 rows" in run("query", query).output
    assert (
        run("query", "--format", "csv", query).output
        == 'relation,lower\nexact,value\nmore_than,"value, open"\n'
    )
    lines = run("query", "--format", "json", query).output.splitlines()
    assert [json.loads(line)["relation"] for line in lines] == ["exact", "more_than"]


@pytest.mark.usefixtures("at_built")
def test_a_wrong_query_is_a_message_and_exit_code_1() -> None:
    result = run("query", "select nothing from nowhere")
    assert result.exit_code == 1
    assert result.output.startswith("muster: the query failed:")
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("at_built")
@pytest.mark.parametrize(
    ("query", "form", "found"),
    [
        ("select [1, 2] as tags", "csv", "column tags holds lists or structs"),
        ("select {'a': 1} as tags", "csv", "column tags holds lists or structs"),
        ("select 'a'::blob as picture", "csv", "column picture holds bytes"),
        ("select ['a'::blob] as pictures", "json", "column pictures holds bytes"),
    ],
)
def test_what_a_format_cannot_hold_is_named(query: str, form: str, found: str) -> None:
    result = run("query", "--format", form, query)
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert result.output.startswith(f"muster: {found}")


@pytest.mark.usefixtures("at_built")
def test_lists_and_structs_are_json() -> None:
    result = run("query", "--format", "json", "select [1, 2] as tags, {'a': null} as more")
    assert json.loads(result.output) == {"tags": [1, 2], "more": {"a": None}}


@pytest.mark.usefixtures("at_built")
def test_status_tells_what_is_published_and_where_to_look() -> None:
    output = run("status").output
    assert "Published" in output
    assert "figures" in output
    assert "build/site/index.html" in output
    assert "The sources changed" not in output


def test_outside_a_project_the_message_says_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSTER_PROJECT", str(tmp_path))
    result = run("status")
    assert result.exit_code == 1
    assert "MUSTER_PROJECT" in result.output


def test_check_prints_each_fault_and_fails(
    sources: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSTER_PROJECT", str(sources.root))
    assert run("check").output == "The seeds are sound.\n"
    path = sources.root / "seeds/codebook/statuses.csv"
    path.write_text(path.read_text("utf-8") + "alleged,1,Again.\n", "utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "seeds/codebook/statuses.csv:7:1: status found" in result.output


@pytest.mark.usefixtures("at_built")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_is_a_message() -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [Path(sys.executable).with_name("muster"), "query", "select 1"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert result.returncode == 1
    first, second = result.stderr.splitlines()
    assert first == "muster: No space left on device"
    assert "free some space" in second


def test_nothing_heavy_is_imported_before_a_command_needs_it() -> None:
    program = "import sys, muster, muster.cli, muster.build; print(sorted(set(sys.modules) & {'duckdb', 'polars', 'altair', 'dbt', 'rich', 'yaml', 'edtf'}))"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
