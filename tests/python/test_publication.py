"""Publishing: whole or not at all, one build at a time, readers undisturbed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from conftest import no_progress
from filelock import FileLock

from muster import publication
from muster.build import build
from muster.project import BusyError, MusterError, Project
from muster.publication import KEPT, Card, publish

MUSTER = Path(sys.executable).with_name("muster")


def run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on a project, as people do."""
    return subprocess.run(
        [MUSTER, *arguments],
        env={**os.environ, "MUSTER_PROJECT": str(project.root)},
        capture_output=True,
        text=True,
        check=False,
    )


def edit_topic(project: Project) -> None:
    """Make a change that shows in the warehouse."""
    path = project.root / "seeds/landing/raw_articles.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace("Adverts offering", "Advertisements offering", 1), "utf-8")
    assert path.read_text("utf-8") != text


def topics(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute(
        "select count(*) from articles where topic like 'Advertisements offering%'"
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_a_build_with_nothing_to_do_says_so_and_touches_nothing(published: Project) -> None:
    before = published.current.readlink(), published.warehouse.resolve().stat().st_mtime_ns
    result = run(published, "build")
    assert result.returncode == 0
    assert result.stdout.startswith("Nothing changed since")
    assert (
        published.current.readlink(),
        published.warehouse.resolve().stat().st_mtime_ns,
    ) == before


def test_an_open_reader_neither_blocks_a_build_nor_is_broken_by_it(published: Project) -> None:
    program = f"""
import sys, duckdb
connection = duckdb.connect({str(published.warehouse)!r}, read_only=True)
print("open", flush=True)
for _ in sys.stdin:
    print(connection.execute("select count(*) from articles where topic like 'Advertisements offering%'").fetchone()[0], flush=True)
"""
    reader = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    edit_topic(published)

    assert build(published, no_progress, skip_notebooks=True).is_new

    reader.stdin.write("ask\n")
    reader.stdin.flush()
    assert reader.stdout.readline() == "0\n", "the open reader goes on with what it opened"
    reader.communicate(timeout=10)
    with duckdb.connect(str(published.warehouse), read_only=True) as fresh:
        assert topics(fresh) == 1, "a new reader gets the new publication"


def test_a_process_that_holds_an_old_handle_reopens_the_new_publication(
    published: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    import muster

    monkeypatch.setenv("MUSTER_PROJECT", str(published.root))
    query = "select count(*) as n from articles where topic like 'Advertisements offering%'"
    with duckdb.connect(str(published.warehouse), read_only=True) as old:
        edit_topic(published)
        build(published, no_progress, skip_notebooks=True)
        assert topics(old) == 0
        assert muster.sql(query)["n"][0] == 1
        with duckdb.connect(str(published.warehouse), read_only=True) as new:
            assert topics(new) == 1


def test_export_and_site_belong_to_the_warehouse_that_is_shown(published: Project) -> None:
    card = Card.read(published)
    assert card is not None
    package = json.loads((published.build / "export" / "datapackage.json").read_text("utf-8"))
    assert package["created"] == card.built_at
    assert card.publication in (published.build / "site" / "index.html").read_text("utf-8")
    assert published.warehouse.resolve().parent == (published.build / "site").resolve().parent


@pytest.mark.parametrize("delay", [0.4, 2.5, 6.0])
def test_a_killed_build_leaves_what_was_published_and_the_next_one_cleans_up(
    published: Project, delay: float
) -> None:
    before = published.current.readlink(), published.warehouse.read_bytes()
    edit_topic(published)
    process = subprocess.Popen(
        [MUSTER, "build", "--skip-notebooks"],
        env={**os.environ, "MUSTER_PROJECT": str(published.root)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    time.sleep(delay)
    assert process.poll() is None, "the build was over before it could be killed"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    assert (published.current.readlink(), published.warehouse.read_bytes()) == before
    assert build(published, no_progress, skip_notebooks=True).is_new
    assert not published.aside.exists()


def test_a_second_build_leaves_with_a_clear_word(published: Project) -> None:
    edit_topic(published)
    before = published.current.readlink()
    with FileLock(published.build / ".lock"):
        with pytest.raises(BusyError, match="another build"):
            build(published, no_progress)
        result = run(published, "build")
    assert (result.returncode, published.current.readlink()) == (75, before)
    assert "another build of this project is running" in result.stderr


@pytest.mark.parametrize("damaged", ["publication.json", "warehouse.duckdb"])
def test_a_damaged_publication_can_be_replaced(published: Project, damaged: str) -> None:
    (published.current / damaged).write_text("{")
    assert build(published, no_progress, skip_notebooks=True, force=True).is_new
    assert Card.read(published) is not None


def test_a_failing_data_test_is_named_and_nothing_is_published(published: Project) -> None:
    before = published.current.readlink()
    (published.root / "tests/data/nobody_is_named_putin.sql").write_text(
        "select * from {{ ref('actors') }} where actor_name like '%Putin'", "utf-8"
    )
    result = run(published, "build")
    assert result.returncode == 1
    assert "dbt found 1 fault" in result.stderr
    assert "tests/data/nobody_is_named_putin.sql" in result.stderr
    assert published.current.readlink() == before


def test_a_failing_notebook_is_named_by_cell_and_nothing_is_published(published: Project) -> None:
    before = published.current.readlink()
    for path in published.notebooks[1:]:
        path.unlink()
    path = published.notebooks[0]
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][1]["source"] = ["raise LookupError('no such month')"]
    path.write_text(json.dumps(notebook), "utf-8")
    with pytest.raises(
        MusterError, match=rf"notebooks/{path.name}, cell 2: LookupError: no such month"
    ):
        build(published, no_progress)
    assert published.current.readlink() == before


def test_a_source_that_changes_during_the_build_stops_it(published: Project) -> None:
    before = published.current.readlink()
    edit_topic(published)

    def meddle(name: str) -> object:
        if name.startswith("export"):
            with (published.root / "seeds/landing/raw_articles.csv").open(
                "a", encoding="utf-8"
            ) as file:
                file.write("\n")
        return no_progress(name)

    with pytest.raises(MusterError, match="a source changed while the build was running"):
        build(published, meddle, skip_notebooks=True)  # type: ignore[arg-type]
    assert published.current.readlink() == before


def test_only_the_newest_publications_are_kept(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for number in range(KEPT + 2):
        aside = publication.begin(project)
        (aside / "warehouse.duckdb").write_text(str(number))
        card = Card(f"2026-{number}", "f" * 64, "0", "2026-01-01T00:00:00Z", 0.0, has_site=False)
        card.write(aside)
        publish(project, card)
        assert project.warehouse.read_text() == str(number)
    kept = sorted(path.name for path in project.publications.iterdir())
    assert kept == [f"2026-{number}" for number in range(2, KEPT + 2)]


def test_a_file_where_a_link_belongs_is_not_overwritten(tmp_path: Path) -> None:
    project = Project(tmp_path)
    aside = publication.begin(project)
    (aside / "warehouse.duckdb").write_text("new")
    project.warehouse.write_text("somebody's own")
    with pytest.raises(MusterError, match="expected a link of a build"):
        publish(project, Card("2026", "f" * 64, "0", "2026-01-01T00:00:00Z", 0.0, has_site=False))
    assert project.warehouse.read_text() == "somebody's own"


def test_the_same_sources_make_the_same_tables(published: Project) -> None:
    def hashes() -> dict[str, str]:
        package = json.loads((published.build / "export" / "datapackage.json").read_text("utf-8"))
        return {resource["name"]: resource["hash"] for resource in package["resources"]}

    before = hashes()
    assert build(published, no_progress, skip_notebooks=True, force=True).is_new
    assert hashes() == before
