"""Going back to a kept publication, and killing publishing and rollback wherever they can be."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import small_publications as small
from click.testing import CliRunner, Result
from test_publication import BuildingError, stop

import muster
from muster import runs
from muster.build import build
from muster.card import Card
from muster.cli import main
from muster.fingerprint import fingerprint
from muster.project import MusterError, Project
from muster.publication import KEPT, UNSEEN, kept
from muster.rollback import roll_back


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with three small publications, that say 1, 2 and 3."""
    (tmp_path / "dbt_project.yml").touch()
    (tmp_path / "seeds" / "landing").mkdir(parents=True)
    monkeypatch.setenv("MUSTER_PROJECT", str(tmp_path))
    monkeypatch.delenv("MUSTER_WAREHOUSE", raising=False)
    project = Project(tmp_path)
    for number in (1, 2, 3):
        small.publish(project, number)
    return project


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_a_rollback_shows_the_former_publication_with_its_export_and_site(project: Project) -> None:
    assert muster.sql("select max(n) as n from figures")["n"][0] == 3
    result = run("rollback")
    assert (result.exit_code, small.shown(project)) == (0, 2)
    assert muster.sql("select max(n) as n from figures")["n"][0] == 2
    with duckdb.connect() as connection:
        path = project.build / "export" / "figures.parquet"
        assert connection.execute(f"select max(n) from '{path}'").fetchone() == (2,)
    assert run("rollback").exit_code == 0
    assert small.shown(project) == 1
    result = run("rollback")
    assert (result.exit_code, small.shown(project)) == (1, 1)
    assert "found no publication before the current one" in result.output


def test_a_named_publication_is_shown_be_it_older_or_newer(project: Project) -> None:
    names = kept(project)
    assert [small.shown(project) for name in names if run("rollback", name)] == [1, 2, 3]
    result = run("rollback", "2026")
    assert result.exit_code == 1
    assert f"found no publication '2026', expected one that is kept: {names[0]}" in result.output
    marks = [line.partition(", ")[2] for line in run("rollback", "--list").output.splitlines()]
    assert marks == ["", "", "shown"]
    run("rollback", names[1])
    marks = [line.partition(", ")[2] for line in run("rollback", "--list").output.splitlines()]
    assert marks == ["", "shown", "rolled back from"]


def test_what_was_rolled_back_from_is_neither_shown_by_default_nor_kept_first(
    project: Project,
) -> None:
    run("rollback")
    small.publish(project, 4)
    assert roll_back(project).row_counts == {"figures": 2}, "3 was rolled back from"
    for number in range(5, 5 + KEPT - 1):
        small.publish(project, number)
    assert roll_back(project).row_counts == {"figures": 5}
    assert len(kept(project)) == KEPT


def test_a_damaged_publication_is_not_gone_back_to(project: Project) -> None:
    path = project.publications / kept(project)[1] / "export" / "figures.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(MusterError, match=r"export/figures\.parquet holds other bytes"):
        roll_back(project)
    path.unlink()
    with pytest.raises(MusterError, match=r"export/figures\.parquet is missing"):
        roll_back(project)
    assert small.shown(project) == 3
    assert roll_back(project, kept(project)[0]).row_counts == {"figures": 1}


def test_a_build_does_not_make_again_what_was_rolled_back_from(sources: Project) -> None:
    small.publish(sources, 1)
    small.publish(sources, 2, fingerprint=fingerprint(sources))
    withdrawn = kept(sources)[-1]
    roll_back(sources)
    assert build(sources, stop).withdrawn == withdrawn
    assert small.shown(sources) == 1
    with pytest.raises(BuildingError):
        build(sources, stop, force=True)
    (sources.root / "seeds" / "README.md").write_text("another source")
    with pytest.raises(BuildingError):
        build(sources, stop)


def test_a_publication_that_was_never_shown_is_cleared(project: Project) -> None:
    orphan = project.publications / "20990101T000000-000-ffffffff"
    orphan.mkdir()
    (orphan / UNSEEN).touch()
    small.publish(project, 4)
    assert (small.shown(project), orphan.exists()) == (4, False)


def test_a_clock_that_was_set_back_changes_no_order(project: Project) -> None:
    future = "20990101T120000-500-ffffffff"
    (project.publications / kept(project)[-1]).rename(project.publications / future)
    project.current.unlink()
    project.current.symlink_to(f"publications/{future}")
    card = small.publish(project, 4)
    assert card.publication == "20990101T120000-502-ffffffff"
    assert card.built_at[:4] == str(datetime.now(UTC).year), "the card says what the clock says"
    small.publish(project, 5)
    assert [name[:19] for name in kept(project)][1:] == [
        "20990101T120000-502",
        runs.read(project)[-1].run_id,
    ]
    assert roll_back(project).row_counts == {"figures": 4}


@pytest.mark.parametrize(("what", "least"), [("publish", 40), ("rollback", 15)])
def test_killed_before_any_of_its_calls_it_leaves_the_old_or_the_new(
    tmp_path: Path, what: str, least: int
) -> None:
    program = [sys.executable, str(Path(__file__).with_name("killing.py")), str(tmp_path), what]
    result = subprocess.run(program, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) >= least, "the search for steps found too few"


def test_readers_go_on_through_a_hundred_publications(project: Project) -> None:
    held = duckdb.connect(str(project.warehouse.resolve()), read_only=True)
    program = """
import sys, duckdb, muster
held = duckdb.connect(muster.project.Project.find().warehouse.as_posix(), read_only=True)
for _ in sys.stdin:
    fresh = muster.sql("select max(n) as n from figures")["n"][0]
    print(fresh, held.execute("select max(n) from figures").fetchone()[0], flush=True)
"""
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", program], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    opened: dict[int, set[int]] = {reader.pid: set() for reader in readers}
    try:
        for number in range(4, 104):
            small.publish(project, number)
            for reader in readers if number % 10 == 3 else ():
                assert reader.stdin is not None
                assert reader.stdout is not None
                reader.stdin.write("ask\n")
                reader.stdin.flush()
                fresh, old = map(int, reader.stdout.readline().split())
                assert fresh == number, "a helper notices the new publication"
                opened[reader.pid].add(old)
        assert [len(answers) for answers in opened.values()] == [1, 1], "what it opened stays"
        assert held.execute("select max(n), count(*) from figures").fetchone() == (3, 1000)
        assert len(kept(project)) == KEPT
    finally:
        held.close()
        for reader in readers:
            reader.kill()
            reader.wait()


def test_the_card_tells_of_a_file_that_was_written_to(project: Project) -> None:
    with duckdb.connect(str(project.warehouse.resolve())) as connection:
        connection.execute("create table mine as select 1")
        assert (project.current / "warehouse.duckdb.wal").exists()
        card = Card.read(project)
        assert card is not None
        with pytest.raises(MusterError, match="was opened for writing, and written to"):
            card.raise_for_damage(project)
