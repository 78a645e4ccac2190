"""Publishing: whole or not at all, one build at a time, readers undisturbed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest
from conftest import no_progress
from filelock import FileLock

from muster import publication
from muster.build import Progress, build
from muster.card import NAME, SHOWN, Card, DamagedError
from muster.project import BusyError, MusterError, Project
from muster.publication import KEPT, publish

MUSTER = Path(sys.executable).with_name("muster")
# root may write everywhere, unless it gives that up
HUMBLE = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []


def run(
    project: Project,
    *arguments: str,
    by: Sequence[str] = (),
    limit: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the command line on a project, as people do, or by a command before it and in limits."""
    return subprocess.run(
        [*by, MUSTER, *arguments],
        env={**os.environ, "MUSTER_PROJECT": str(project.root)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
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


class BuildingError(Exception):
    """A build has begun; the test need not see its end."""


def stop(_name: str) -> Progress:
    raise BuildingError


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("truncate -s 4096 build/warehouse.duckdb", "build/warehouse.duckdb has 4,096 bytes, exp"),
        ("rm build/current/warehouse.duckdb", "build/warehouse.duckdb is missing"),
        ("rm build/warehouse.duckdb", "build/warehouse.duckdb is no link to"),
        ("rm build/export", "build/export is no link to current/export"),
        ("ln -sfn /tmp build/site", "build/site is no link to current/site"),
        ("rm build/export/figures.parquet", "build/export/figures.parquet is missing"),
        ("rm -r build/export/*", "build/export/actor_positions.parquet is missing"),
        ("rm -r build/current/site", "build/site/00-first-steps.html is missing"),
        ("rm -r build/publications", "build/current/publication.json is no card"),
        ("rm build/current/publication.json", "build/current/publication.json is no card"),
    ],
)
def test_a_build_notices_what_is_damaged_and_says_why_it_builds(
    published: Project, damage: str, said: str
) -> None:
    words: list[str] = []
    subprocess.run(damage, shell=True, check=True, cwd=published.root)
    with pytest.raises(BuildingError):
        build(published, stop, say=words.append)
    assert [word.startswith(said) for word in words] == [True], words
    assert words[0].endswith(": publishing anew")


def a_card(**changes: object) -> str:
    fields = asdict(Card("2026", "f" * 64, "0", "2026-01-01T00:00:00Z", 0.0, has_site=True))
    return json.dumps({**fields, **changes})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"", "Expecting value"),
        (b"\xff\xfe", "utf-8"),
        (b"[" * 200_000, "recursion"),
        (b"[]", "found list, expected an object"),
        (b"{}", "publication.* not found"),
        (a_card(colour="red").encode(), "found colour, which no card has"),
        (a_card(has_site=1).encode(), "has_site found as int"),
        (a_card(row_counts={"figures": "many"}).encode(), "row_counts found as dict"),
        (a_card(newest_article_on=2026).encode(), "newest_article_on found as int"),
    ],
)
def test_a_card_that_is_none_is_one_message_and_builds_anew(
    published: Project, text: bytes, found: str
) -> None:
    (published.current / NAME).write_bytes(text)
    with pytest.raises(DamagedError, match=rf"publication.json is no card of .*{found}"):
        Card.read(published)
    for force in (False, True):
        with pytest.raises(BuildingError):
            build(published, stop, force=force)
    result = run(published, "status")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "`muster build` publishes anew" in result.stderr


def test_a_damaged_publication_is_replaced_by_a_plain_build(published: Project) -> None:
    size = published.warehouse.stat().st_size
    os.truncate(published.warehouse, size // 2)
    assert "has" in run(published, "status").stderr
    result = run(published, "build", "--skip-notebooks")
    assert result.returncode == 0, result.stderr
    assert "publishing anew" in result.stderr
    card = Card.read(published)
    assert card is not None
    card.raise_for_damage(published)
    assert run(published, "build", "--skip-notebooks").stdout.startswith("Nothing changed")


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


@pytest.mark.parametrize("kind", ["file", "folder"])
@pytest.mark.parametrize("name", ["current", *SHOWN])
def test_what_stands_where_a_link_belongs_stays_and_so_does_what_was_published(
    published: Project, name: str, kind: str
) -> None:
    before = published.current.readlink()
    aside = publication.begin(published)
    (published.build / name).unlink()
    if kind == "file":
        (published.build / name).write_text("somebody's own")
    else:
        (published.build / name).mkdir()
    message = rf"found a {kind} at build/{name}, expected a link .*; move it away"
    with pytest.raises(MusterError, match=message):
        publish(published, Card("9", "f" * 64, "0", "2026-01-01T00:00:00Z", 0.0, has_site=False))
    assert aside.is_dir()
    assert not (published.publications / "9").exists()
    assert not (published.build / name).is_symlink()
    assert name == "current" or published.current.readlink() == before
    with pytest.raises(MusterError, match=message):
        build(published, stop)  # before it builds, not after


@pytest.mark.parametrize("name", ["", "aside", "publications", "dbt", "logs"])
def test_a_file_where_a_folder_belongs_is_named(sources: Project, name: str) -> None:
    path = sources.build / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("somebody's own")
    with pytest.raises(MusterError, match=r"found a file at build.*, expected a folder"):
        build(sources, stop)
    assert path.read_text() == "somebody's own"


@pytest.mark.parametrize("name", ["build", "build/publications"])
def test_a_folder_that_cannot_be_written_to_is_named(published: Project, name: str) -> None:
    edit_topic(published)
    (published.root / name).chmod(0o555)
    result = run(published, "build", "--skip-notebooks", by=HUMBLE)
    assert result.returncode == 1
    assert result.stderr.startswith(f"muster: {published.root / name} cannot be written to")


def test_the_same_sources_make_the_same_tables(published: Project) -> None:
    def hashes() -> dict[str, str]:
        package = json.loads((published.build / "export" / "datapackage.json").read_text("utf-8"))
        return {resource["name"]: resource["hash"] for resource in package["resources"]}

    before = hashes()
    assert build(published, no_progress, skip_notebooks=True, force=True).is_new
    assert hashes() == before
