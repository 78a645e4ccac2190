"""What runs muster elsewhere: workflows, units, and the commands that pages tell people to type."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from conftest import ROOT

from muster.cli import main
from muster.project import BusyError

PAGES = ("README.md", "CONTRIBUTING.md", "docs/scheduling.md", "docs/decisions/*.md")
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
UNITS = sorted((ROOT / "docs/systemd").glob("muster-build.*"))

# bare, or in a bin folder: what merely lies in a folder named muster is not meant
CALL = r"(?:bin/|(?<![\w/.-])){program} (?:-C \S+ )?(?P<rest>[^|&;>#\n]+)"


def load(path: Path) -> dict[str, Any]:
    workflow: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return workflow


def code() -> Iterator[tuple[str, str]]:
    """Yield (file, command lines) of everything that is meant to be run."""
    for pattern in PAGES:
        for path in sorted(ROOT.glob(pattern)):
            text = path.read_text("utf-8")
            for fenced, inline in re.findall(r"```sh\n(.*?)```|`([^`\n]+)`", text, flags=re.DOTALL):
                yield path.name, fenced or inline
    for path in WORKFLOWS:
        for job in load(path)["jobs"].values():
            for step in job["steps"]:
                yield path.name, step.get("run", "")
    for path in UNITS:
        for line in re.findall(r"^Exec\w+=(.+)$", path.read_text("utf-8"), flags=re.MULTILINE):
            yield path.name, line
    yield ".ci/run", (ROOT / ".ci/run").read_text("utf-8")


def calls(program: str) -> list[tuple[str, list[str]]]:
    """List (file, arguments) of every call of a program."""
    pattern = CALL.format(program=program)
    found = [
        (name, shlex.split(match["rest"]))
        for name, text in code()
        for match in re.finditer(pattern, re.sub(r"\s#.*", "", text))
    ]
    assert len(found) > 10, "the search for commands finds none"
    return found


def test_every_make_target_that_is_named_exists() -> None:
    for target in sorted({arguments[0] for _, arguments in calls("make")}):
        result = subprocess.run(
            ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, f"make {target}: {result.stderr}"


def test_every_command_and_option_that_is_named_exists() -> None:
    context = click.Context(main)
    for name, (command_name, *arguments) in calls("muster"):
        command = main.get_command(context, command_name)
        assert command is not None, f"{name} names muster {command_name}"
        known = {option for parameter in command.params for option in parameter.opts}
        if not command.ignore_unknown_options:
            named = {argument for argument in arguments if argument.startswith("-")}
            assert named <= known, f"{name} names muster {command_name} {named - known}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_what_is_there(path: Path) -> None:
    workflow = load(path)
    # YAML 1.1 reads the key `on` as true
    assert {"name", True, "permissions", "jobs"} <= workflow.keys()
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/none@v0"))
            for script in re.findall(r"^\.\S+", step.get("run", "")):
                if not script.startswith(".venv/"):
                    assert os.access(ROOT / script, os.X_OK), script


def test_ci_runs_every_python_that_is_supported() -> None:
    job = load(ROOT / ".github/workflows/ci.yml")["jobs"]["test"]
    pythons = job["strategy"]["matrix"]["python"]
    least, beyond = re.findall(r"3\.(\d+)", (ROOT / "pyproject.toml").read_text("utf-8"))[:2]
    assert pythons == [f"3.{minor}" for minor in range(int(least), int(beyond))]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    (tmp_path / "muster").symlink_to(ROOT)
    result = subprocess.run(
        ["systemd-analyze", "--user", "--man=no", "verify", *UNITS],
        env={**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    # what it merely warns of is a fault here: it then ignores the line
    assert (result.returncode, result.stderr) == (0, "")


def test_a_build_that_finds_another_at_work_is_no_failure_to_a_scheduler() -> None:
    service = (ROOT / "docs/systemd/muster-build.service").read_text("utf-8")
    assert f"SuccessExitStatus={BusyError.exit_code}" in service
    assert f"[ $? -eq {BusyError.exit_code} ]" in (ROOT / "docs/scheduling.md").read_text("utf-8")
