"""Faults that happen for real: kills, full disks, files that rot, clients that hold a file."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from conftest import ROOT
from filelock import FileLock
from test_landing import STORY, article, everything, inbox, landed, rows
from test_publication import HUMBLE, MUSTER, edit_topic
from test_publication import run as muster_command

import muster
from muster import runs
from muster.card import Card
from muster.check import check
from muster.locks import only_build
from muster.project import MusterError, Project

__all__ = ["inbox"]

HERE = Path(__file__).parent
Found = TypeVar("Found")


def quick_build(
    project: Project, *arguments: str, limit: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, str(HERE / "quick_build.py"), str(project.root), *arguments]
    return subprocess.run(program, capture_output=True, text=True, check=False, preexec_fn=limit)


def state(project: Project) -> tuple[str, dict[str, bytes]]:
    """Return what readers see: the publication's name, and every byte of it."""
    folder = project.current.resolve()
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return folder.name, files


# --- kills


@pytest.mark.parametrize(("stage", "step"), [("export", 4), ("page", 0), ("publish", 0)])
def test_killed_while_it_exports_renders_or_publishes(
    published: Project, stage: str, step: int
) -> None:
    before = state(published)
    result = quick_build(published, stage, str(step))
    assert result.returncode == -signal.SIGKILL, result.stderr
    assert state(published) == before
    assert published.aside.exists()
    assert runs.read(published)[-1].outcome == "killed"
    assert "was killed" in muster_command(published, "status").stdout
    if stage == "page":
        result = quick_build(published)
        assert result.returncode == 0, result.stderr
        assert not published.aside.exists()
        (last,) = muster.sql(
            "select outcome from operations.runs order by run_id desc limit 1 offset 1",
            warehouse=published.warehouse,
        ).rows()
        assert last == ("killed",)


def test_a_killed_build_takes_its_dbt_with_it(published: Project) -> None:
    edit_topic(published)
    process = subprocess.Popen(
        [MUSTER, "build", "--skip-notebooks"],
        env={**os.environ, "MUSTER_PROJECT": str(published.root)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    dbt = _wait_for(lambda: [int(pid) for pid in children.read_text().split()], 60)
    time.sleep(2)  # well into its work
    process.kill()
    process.wait()
    assert _wait_for(lambda: not Path(f"/proc/{dbt[0]}").exists(), 20)


def _wait_for(look: Callable[[], Found], seconds: float) -> Found:
    end = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def test_the_lock_of_a_dead_process_stops_nobody(published: Project) -> None:
    program = f"""
import time
from filelock import FileLock
with FileLock({str(published.build / ".lock")!r}):
    print("held", flush=True)
    time.sleep(60)
"""
    holder = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    busy = quick_build(published)
    if Path("/proc/locks").exists():
        assert f"is running (process {holder.pid}: " in busy.stderr
    assert busy.returncode == 1
    holder.kill()
    holder.wait()
    with only_build(published):
        pass


# --- disks


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[Path, str], None]]:
    """Put a folder on a disk of its own, of the size that is named."""
    mounted: list[Path] = []

    def mount(folder: Path, size: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        option = "remount," if folder in mounted else ""
        command = ["mount", "-t", "tmpfs", "-o", f"{option}size={size}", "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            pytest.skip("needs the right to mount a tmpfs")
        mounted.append(folder)

    yield mount
    for folder in dict.fromkeys(mounted):
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def full_disk(
    published: Project, small_disk: Callable[[Path, str], None]
) -> Callable[[int], Project]:
    """Put what a build writes on a disk with so many bytes left beside what is published."""

    def fill(left: int) -> Project:
        elsewhere = published.build.rename(published.root / "build-before")
        small_disk(published.build, "1g")
        shutil.copytree(elsewhere, published.build, symlinks=True, dirs_exist_ok=True)
        used = shutil.disk_usage(published.build).used
        small_disk(published.build, str(used + left))
        return published

    return fill


@pytest.mark.parametrize("megabytes", [2, 15])
def test_a_full_disk_leaves_what_was_published_and_says_what_to_do(
    full_disk: Callable[[int], Project], megabytes: int
) -> None:
    project = full_disk(megabytes * 1_000_000)
    before = state(project)
    result = quick_build(project)
    assert result.returncode == 1
    assert "free some space" in result.stderr
    assert state(project) == before


def test_dbt_on_a_full_disk_says_what_to_do(full_disk: Callable[[int], Project]) -> None:
    project = full_disk(4_000_000)
    before = state(project)
    edit_topic(project)
    result = muster_command(project, "build", "--skip-notebooks")
    assert result.returncode == 1
    assert "free some space" in result.stderr
    assert state(project) == before


def test_dbt_on_a_disk_with_a_limit_says_what_to_do(published: Project) -> None:
    before = state(published)
    edit_topic(published)
    result = muster_command(
        published, "build", "--skip-notebooks",
        limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
    )  # fmt: skip
    assert result.returncode == 1
    assert "free some space" in result.stderr
    assert state(published) == before


def test_a_landing_on_a_full_disk_loses_nothing_and_goes_on_from_there(
    sources: Project, inbox: Path, small_disk: Callable[[Path, str], None]
) -> None:
    small_disk(sources.store, "32k")
    before = everything(sources)
    for number in range(6):
        article(inbox, f"{number}.txt", STORY + f"\n\nStory number {number}.")
    with pytest.raises(MusterError, match="No space left on device; once that is mended"):
        landed(sources, inbox)
    assert everything(sources) == before
    small_disk(sources.store, "8m")
    landed(sources, inbox)
    assert len(rows(sources, "raw_articles")) == 6
    assert check(sources.root) == []
    assert not list(sources.root.rglob("*.new"))


def test_a_landing_into_seeds_that_cannot_be_written_is_finished_later(
    sources: Project, inbox: Path
) -> None:
    seeds = sources.root / "seeds/landing"
    seeds.chmod(0o555)
    story = str(article(inbox, "a.txt", STORY))
    known = ("--published-on", "2026-01-10", "--outlet", "The Kyiv Independent")
    result = muster_command(sources, "land", story, *known, by=HUMBLE)
    assert result.returncode == 1
    assert "Permission denied; once that is mended" in result.stderr
    seeds.chmod(0o755)
    assert "seeds/landing/raw_articles.csv" in landed(sources).finished
    assert check(sources.root) == []


# --- files that rot, clients that hold a file


def test_one_bit_of_the_published_file_is_noticed(published: Project) -> None:
    with published.warehouse.resolve().open("r+b") as file:
        file.seek(published.warehouse.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))
    result = muster_command(published, "status")
    assert result.returncode == 1
    assert "build/warehouse.duckdb holds other bytes than were published" in result.stderr
    assert "`muster build --force` publishes anew" in result.stderr


def test_a_client_that_holds_the_file_read_write_is_named_and_stops_no_build(
    published: Project,
) -> None:
    program = f"""
import sys, duckdb
connection = duckdb.connect({str(published.warehouse)!r})
print("open", flush=True)
for _ in sys.stdin:
    print(connection.execute("select count(*) from figures").fetchone()[0], flush=True)
"""
    client = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert client.stdin is not None
    assert client.stdout is not None
    assert client.stdout.readline() == "open\n"
    before = Card.read(published)
    assert before is not None
    with pytest.raises(MusterError, match=rf"PID {client.pid}.*read-only"):
        muster.table("figures", warehouse=published.warehouse)
    result = quick_build(published)
    assert result.returncode == 0, result.stderr
    assert f"process {client.pid} (" in result.stderr
    assert "has build/warehouse.duckdb open for writing" in result.stderr
    after = Card.read(published)
    assert after is not None
    assert after.publication != before.publication
    assert after.changes["figures"] == {"appeared": 0, "went": 0}, "it is compared all the same"
    client.stdin.write("ask\n")
    client.stdin.flush()
    assert int(client.stdout.readline()) == before.row_counts["figures"]
    client.communicate(timeout=10)
    assert muster.table("figures", warehouse=published.warehouse).height > 0


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe"])
def test_a_damaged_record_of_an_article_is_no_traceback(
    sources: Project, inbox: Path, damage: bytes
) -> None:
    path = article(inbox, "a.txt", STORY)
    landed(sources, path)
    (record,) = (sources.store / "articles").glob("*.json")
    record.write_bytes(damage)
    other = article(inbox, "b.txt", STORY + "\n\nAnother story.")
    with pytest.raises(MusterError, match=rf"articles/{record.name}: found no record.*--again"):
        landed(sources, other)


def test_a_damaged_log_of_runs_loses_no_other_line(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for _ in range(3):
        with runs.recorded(project, "land"):
            pass
    lines = project.runs.read_bytes().splitlines(keepends=True)
    project.runs.write_bytes(b"".join(lines[:3]) + b"\xff\x00 no JSON\n[1]\n" + lines[5][:40])
    with runs.recorded(project, "land") as run:
        pass
    assert [one.run_id for one in runs.read(project)][-1] == run.run_id
    assert len(runs.read(project)) == 3


def test_tidying_waits_for_no_landing_and_does_not_mix(sources: Project) -> None:
    sources.store.mkdir()
    with FileLock(sources.store / "landing.lock"):
        result = muster_command(sources, "tidy")
    assert result.returncode == 75
    assert "another landing is at work on the seeds" in result.stderr


# --- two people


def test_what_two_people_landed_merges_in_git(
    sources: Project, inbox: Path, tmp_path: Path
) -> None:
    def git(*arguments: str, code: int = 0) -> str:
        names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        result = subprocess.run(
            ["git", *names, *arguments],
            cwd=sources.root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == code, result.stdout + result.stderr
        return result.stdout

    shutil.copy(ROOT / ".gitattributes", sources.root)
    git("init", "-q", "-b", "main")
    (sources.root / ".gitignore").write_text("/store/\n/build/\n")
    git("add", "-A")
    git("commit", "-qm", "seeds")
    for person in ("anna", "ben"):
        git("checkout", "-qb", person, "main")
        for number in range(5):
            text = f"{STORY}\n\nStory number {number} of {person}."
            article(inbox, f"{person}{number}.txt", text)
        landed(sources, *sorted(inbox.glob(f"{person}*")))
        git("commit", "-qam", person)
    git("merge", "-q", "-m", "both", "anna")
    assert len(rows(sources, "raw_articles")) == 10
    muster_command(sources, "tidy")  # what stood side by side may be out of order
    assert check(sources.root) == []
