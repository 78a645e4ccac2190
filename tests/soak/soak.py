"""What takes minutes: a thousand small landings with builds between, and kills by the hundreds.

    make soak                                   # all of it
    .venv/bin/python tests/soak/soak.py landings --count 1000
    .venv/bin/python tests/soak/soak.py kills --count 400

Works on copies of the project, in a folder of the system's for temporary files. Each part ends with
its numbers, and fails where anything is lost, half, or wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

import killing
import small_publications as small
from conftest import copy_project, no_progress

from muster.build import build
from muster.card import Card
from muster.check import check
from muster.landing.land import land
from muster.project import Project
from muster.publication import KEPT, kept
from muster.seeds import read_rows

MUSTER = Path(sys.executable).with_name("muster")
QUICK_BUILD = Path(__file__).resolve().parents[1] / "python" / "quick_build.py"
STORY = """\
---
url: https://example.org/soak/{number}
outlet: The Example
published_on: 2026-01-{day:02}
---
At least {count} Nepalis have joined the Russian army since the spring, said Oleh Ivashchenko, head
of the Foreign Intelligence Service, in story {number}.

The committee will meet again on Tuesday and hear the families of those who left for Russia. It had
heard {number} of them before, and it asked the ministry for the papers of story {number}.
"""
READER = """
import resource, time
import muster
from muster.warehouse import connect
with connect() as held:
    opened = held.execute("select count(*) from articles").fetchone()
    most = asked = 0
    while True:
        count = muster.sql("select count(*) as n from articles")["n"][0]
        assert count >= most, (count, most)
        assert held.execute("select count(*) from articles").fetchone() == opened
        most, asked = count, asked + 1
        print(asked, count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)
        time.sleep(0.5)
"""


def landings(folder: Path, count: int, builds: int) -> str:
    """Land ``count`` articles one by one, with builds between and readers attached."""
    project = copy_project(folder / "landings")
    build(project, no_progress, skip_notebooks=True)
    before = len(_articles(project))
    article = folder / "story.txt"
    memory: list[int] = []
    with _readers(project, folder, 3) as answers:
        for number in range(1, count + 1):
            text = STORY.format(number=number, count=20 + number, day=number % 28 + 1)
            article.write_text(text, "utf-8")
            outcome = land(project, [str(article)])
            assert not outcome.refused, outcome.refused
            memory.append(_memory())
            if number % max(1, count // builds) == 0:
                assert build(project, no_progress, skip_notebooks=True).is_new
                print(f"  {number} landed, {memory[-1]} MB", flush=True)
        asked = [answer() for answer in answers]
    ids = [row["article_id"] for row in _articles(project)]
    assert len(ids) == len(set(ids)) == before + count, "landed once, every one"
    assert check(project.root) == []
    card = Card.read(project)
    assert card is not None
    assert card.row_counts["articles"] == before + count
    assert len(kept(project)) == min(KEPT, builds + 1)
    early = max(memory[: max(1, count // 10)])
    assert memory[-1] < 1.5 * early, f"memory grows: {early} MB, then {memory[-1]} MB"
    queries, reader_memory = sum(one[0] for one in asked), max(one[1] for one in asked)
    return (
        f"{count} landings, {builds} builds between, {queries} queries by 3 readers, which took "
        f"{reader_memory} MB at most; the landing process {early} MB early and {memory[-1]} MB at last"
    )


def kills(folder: Path, count: int, seed: int) -> str:
    """Kill publishing, builds and landings at random moments, ``count`` times in all."""
    chance = random.Random(seed)
    parts = {
        "publishing": (_kill_publishing, count // 2),
        "builds without dbt": (_kill_quick_builds, count // 5),
        "whole builds": (_kill_builds, count // 20),
        "landings": (_kill_landings, count // 4),
    }
    told = []
    for what, (part, times) in parts.items():
        survived = part(folder, times, chance)
        told.append(f"{what}: {', '.join(f'{n} {how}' for how, n in sorted(survived.items()))}")
        print(f"  {told[-1]}", flush=True)
    return "; ".join(told)


def _kill_publishing(folder: Path, times: int, chance: random.Random) -> Counter[str]:
    """Kill small publications, in DuckDB and Parquet, at any moment."""
    project = Project(folder / "publishing")
    project.root.mkdir()
    small.publish(project, 0)
    started = time.monotonic()
    _in_a_process(lambda: small.publish(project, 1), None)
    took = time.monotonic() - started
    survived: Counter[str] = Counter()
    for number in range(2, times + 2):
        before = small.shown(project)
        was_killed = _in_a_process(
            lambda number=number: small.publish(project, number),  # type: ignore[misc]
            chance.uniform(0, took),
        )
        after = small.shown(project)
        assert after in (before, number)
        survived["killed" if was_killed else "too late to be killed"] += 1
    small.publish(project, -1)
    assert small.rests(project) == []
    return survived


def _kill_quick_builds(folder: Path, times: int, chance: random.Random) -> Counter[str]:
    """Kill builds that export and render for real, with dbt stood in for."""
    project = _published(folder, "quick")
    command = [sys.executable, str(QUICK_BUILD), str(project.root)]
    return _kill_commands(project, command, times, chance, whole_group=True)


def _kill_builds(folder: Path, times: int, chance: random.Random) -> Counter[str]:
    """Kill whole builds, but not the processes that they started."""
    project = _published(folder, "whole")
    command = [str(MUSTER), "build", "--skip-notebooks", "--force"]
    survived = _kill_commands(project, command, times, chance, whole_group=False)
    assert build(project, no_progress, skip_notebooks=True, force=True).is_new
    assert not project.aside.exists()
    return survived


def _kill_commands(
    project: Project, command: list[str], times: int, chance: random.Random, *, whole_group: bool
) -> Counter[str]:
    started = time.monotonic()
    environment = {**os.environ, "MUSTER_PROJECT": str(project.root)}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    took = time.monotonic() - started
    survived: Counter[str] = Counter()
    for _ in range(times):
        process = subprocess.Popen(
            command, env=environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            process.wait(timeout=chance.uniform(0, took))
            survived["too late to be killed"] += 1
        except subprocess.TimeoutExpired:
            if whole_group:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
            survived["killed"] += 1
        card = Card.read(project)
        assert card is not None
        card.raise_for_damage(project)
        card.raise_for_damaged_files(project, every_byte=True)
    return survived


def _kill_landings(folder: Path, times: int, chance: random.Random) -> Counter[str]:
    """Kill landings of one article each; what is killed is landed again by the next."""
    project = copy_project(folder / "killed-landings")
    inbox = folder / "inbox"
    inbox.mkdir()
    before = len(_articles(project))
    survived: Counter[str] = Counter()
    took = 0.0
    for number in range(1, times + 1):
        text = STORY.format(number=number, count=20 + number, day=number % 28 + 1)
        (inbox / f"{number:04}.txt").write_text(text, "utf-8")
        started = time.monotonic()
        was_killed = _in_a_process(
            lambda: land(project, [str(path) for path in sorted(inbox.iterdir())[-3:]]),
            chance.uniform(0, took) if took else None,
        )
        took = took or time.monotonic() - started
        survived["killed" if was_killed else "too late to be killed"] += 1
    land(project, [str(inbox)])
    ids = [row["article_id"] for row in _articles(project)]
    assert len(ids) == len(set(ids)) == before + times, "landed once, every one"
    assert check(project.root) == []
    assert not list((project.root / "seeds").rglob("*.new"))
    return survived


def _in_a_process(work: Callable[[], object], seconds: float | None) -> bool:
    """Do the work in a forked process; kill it after some seconds; tell whether it was killed."""
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or status == 0, "the work itself failed"
    return os.WIFSIGNALED(status)


def _published(folder: Path, name: str) -> Project:
    """Return a project with a publication, built once for all that need one."""
    first = folder / "published"
    if not first.exists():
        build(copy_project(first), no_progress, skip_notebooks=True)
    shutil.copytree(first, folder / name, symlinks=True)
    return Project(folder / name)


def _articles(project: Project) -> list[dict[str, str]]:
    return read_rows(project.root / "seeds/landing/raw_articles.csv")


def _memory() -> int:
    """Return what this process holds in memory, in MB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


@contextmanager
def _readers(
    project: Project, folder: Path, count: int
) -> Iterator[list[Callable[[], tuple[int, int]]]]:
    """Attach readers; each ends with how often it asked, and its memory in MB."""
    environment = {**os.environ, "MUSTER_PROJECT": str(project.root)}
    logs = [folder / f"reader-{number}.log" for number in range(count)]
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER], env=environment,
            stdout=log.open("w"), stderr=subprocess.STDOUT,
        )
        for log in logs
    ]  # fmt: skip

    def answer(reader: subprocess.Popen[bytes], log: Path) -> tuple[int, int]:
        text = log.read_text("utf-8")
        assert reader.poll() is None, text[-2000:]
        asked, _, memory = text[: text.rindex("\n")].splitlines()[-1].split()
        return int(asked), int(memory)

    try:
        yield [
            lambda reader=reader, log=log: answer(reader, log)  # type: ignore[misc]
            for reader, log in zip(readers, logs, strict=True)
        ]
    finally:
        for reader in readers:
            reader.kill()
            reader.wait()


def main() -> int:
    """Run the parts that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("part", nargs="?", choices=["landings", "kills", "steps"])
    parser.add_argument("--count", type=int, help="landings, or kills")
    parser.add_argument("--builds", type=int, default=10, help="builds between the landings")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="muster-soak-") as name:
        folder = Path(name)
        if said.part in (None, "steps"):
            for what in ("publish", "rollback"):
                (folder / what).mkdir()
                number = killing.kill_everywhere(Project(folder / what), what)
                print(f"{what}: killed before each of its {number} calls", flush=True)
        if said.part in (None, "kills"):
            print(kills(folder, said.count or 400, said.seed), flush=True)
        if said.part in (None, "landings"):
            print(landings(folder, said.count or 1000, said.builds), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
