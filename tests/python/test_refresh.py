"""`muster refresh`: feeds in, a publication out, and what is said where it fails."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import quick_build
from click.testing import CliRunner, Result
from filelock import FileLock
from test_reading import PARAGRAPHS, feed

import muster
from muster import runs
from muster.cli import main
from muster.feeds import Feed, read_feeds
from muster.freshness import freshness
from muster.project import MusterError, Project
from muster.refresh import UNAVAILABLE


@pytest.fixture
def project(published: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A published project whose builds are quick."""
    for module, name in quick_build.STOOD_IN:
        monkeypatch.setattr(module, name, getattr(module, name))  # put back afterwards
    quick_build.stand_in(published)
    monkeypatch.setenv("MUSTER_PROJECT", str(published.root))
    monkeypatch.delenv("MUSTER_WAREHOUSE", raising=False)
    return published


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def refresh() -> Result:
    return run("refresh", "--skip-notebooks", "--allow-private")


def write_feeds(project: Project, *lines: str) -> None:
    (project.root / "feeds.toml").write_text("\n".join(lines), "utf-8")


def write_feed(project: Project, name: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, f"So says {name}.") * 3)
    entry = (
        f"<item><link>https://{name}.example.org/story</link><title>A hearing</title>"
        "<pubDate>Sat, 10 Jan 2026 10:00:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )
    (project.root / f"{name}.xml").write_text(feed(entry), "utf-8")


def articles(project: Project) -> int:
    text = (project.root / "seeds/landing/raw_articles.csv").read_text("utf-8")
    return text.count(".example.org/story,")


def test_what_the_feeds_have_is_landed_and_published_and_logged(project: Project) -> None:
    write_feed(project, "one")
    write_feed(project, "two")
    write_feeds(
        project,
        '[[feeds]]\nsource = "one.xml"\noutlet = "One"\nstale_after_days = 3',
        '[[feeds]]\nsource = "two.xml"',
    )
    before = project.current.readlink()
    result = refresh()
    assert (result.exit_code, articles(project)) == (0, 2), result.output
    assert "2 pages came: 2 articles landed" in result.output
    assert project.current.readlink() != before
    (row,) = muster.sql(
        "select command, outcome, page_count, article_count, refused_count, row_count > 0, "
        "publication, message from operations.runs order by run_id desc limit 1"
    ).rows()
    assert row == ("refresh", "published", 2, 2, 0, True, project.current.resolve().name, None)
    asked = muster.sql("from operations.feeds order by feed")
    assert asked["feed"].to_list() == ["one.xml", "two.xml"]
    assert asked["fault"].to_list() == [None, None]
    assert asked["fresh_until"][0] - asked["new_at"][0] == timedelta(days=3)
    assert asked["fresh_until"][1] is None

    again = refresh()
    assert (again.exit_code, articles(project)) == (0, 2)
    assert "0 articles landed with 0 new rows, 0 refused; unchanged" in again.output
    assert runs.read(project)[-1].outcome == "unchanged"


def test_a_feed_that_cannot_be_read_keeps_no_other_from_landing(project: Project) -> None:
    write_feed(project, "one")
    write_feeds(
        project,
        '[[feeds]]\nsource = "http://127.0.0.1:9/rss"\n[[feeds]]\nsource = "gone.xml"',
        '[[feeds]]\nsource = "one.xml"',
    )
    result = refresh()
    assert (result.exit_code, articles(project)) == (UNAVAILABLE, 1)
    assert "http://127.0.0.1:9/rss could not be read (no connection" in result.output
    assert "gone.xml could not be read (no such file or folder)" in result.output
    assert "A feed to look at: gone.xml could not be read" in run("status").output


def test_what_fails_leaves_the_publication_and_a_note_in_status(project: Project) -> None:
    write_feed(project, "one")
    write_feeds(project, '[[feeds]]\nsource = "one.xml"')
    before = project.current.readlink()
    path = project.root / "seeds/codebook/statuses.csv"
    sound = path.read_text("utf-8")
    path.write_text(sound + "alleged,1,Again.\n", "utf-8")
    result = refresh()
    assert (result.exit_code, project.current.readlink()) == (1, before)
    note = re.search(r"The last refresh, begun \S+, failed: (.*)", run("status").output)
    assert note
    assert "seeds/codebook/statuses.csv" in note[1]
    path.write_text(sound, "utf-8")
    assert refresh().exit_code == 0
    assert "The last refresh" not in run("status").output
    outcomes = muster.sql("select outcome from operations.runs order by run_id")["outcome"]
    assert outcomes.to_list()[-2:] == ["failed", "published"]


@pytest.mark.parametrize(
    ("lock", "said"),
    [("build/.lock", "another build"), ("store/landing.lock", "another landing")],
)
def test_another_at_work_is_no_failure(project: Project, lock: str, said: str) -> None:
    write_feed(project, "one")
    write_feeds(project, '[[feeds]]\nsource = "one.xml"')
    project.store.mkdir()
    with FileLock(project.root / lock):
        result = refresh()
    assert (result.exit_code, said in result.output) == (75, True)
    assert runs.read(project)[-1].outcome == "busy"
    assert "The last refresh" not in run("status").output


def a_run(day: int, new: int, fault: str | None = None) -> runs.Run:
    moment = f"2026-01-{day:02}T12:00:00Z"
    run = runs.Run(f"202601{day:02}T120000-000", "refresh", 1, moment, moment)
    run.feeds = {"rss": {"new": new, "fault": fault}}
    return run


@pytest.mark.parametrize(
    ("log", "complaint"),
    [
        ([], None),
        ([a_run(1, 5), a_run(9, 0)], None),
        ([a_run(1, 5), a_run(6, 0)], "rss gave nothing new since 2026-01-01, expected within 7 days"),
        ([a_run(1, 0)], "rss gave nothing new yet, expected within 7 days"),
        ([a_run(2, 5), a_run(3, 0, "404")], "rss could not be read (404); it last did on 2026-01-02"),
    ],
)  # fmt: skip
def test_a_feed_is_stale_that_gave_nothing_new_for_too_long(
    log: list[runs.Run], complaint: str | None
) -> None:
    [found] = freshness([Feed("rss", stale_after_days=7)], log)
    last = 8 if complaint is None else 9
    assert found.complaint(datetime(2026, 1, last, 11, tzinfo=UTC)) == complaint
    [patient] = freshness([Feed("rss")], log[:1])
    assert patient.complaint(datetime(2030, 1, 1, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("feeds = 1", "found .* as feeds, expected tables"),
        ("[[feeds]]\n", "feed 1: found no source"),
        ('[[feeds]]\nsource = "a"\ncolour = 1', 'feed 1: found the key "colour", expected source'),
        ('[[feeds]]\nsource = 1', 'feed 1: found "1" as source, expected a text'),
        ('[[feeds]]\nsource = "a"\nstale_after_days = 0', ".*expected a whole number from 1"),
        ('[[feeds]]\nsource = "a"\nstale_after_days = true', ".*expected a whole number from 1"),
        ('[[feeds]]\nsource = "a"\n[[feeds]]\nsource = "a"', 'feed 2: found "a" again'),
        ('title = "mine"', 'found the key "title"'),
        ("[[feeds]", "found no TOML: .*line 1, column"),
    ],
)  # fmt: skip
def test_a_list_of_feeds_that_is_wrong_says_where(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "feeds.toml").write_text(text)
    with pytest.raises(MusterError, match=f"^feeds.toml: {fault}"):
        read_feeds(Project(tmp_path))


def test_without_a_feed_there_is_nothing_to_refresh(project: Project) -> None:
    result = refresh()
    assert result.exit_code == 1
    assert "feeds.toml names no feed" in result.output
