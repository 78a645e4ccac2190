"""Landing: what lands, what does not and why, and that nothing is ever half landed."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import small_engine
from click.testing import CliRunner
from filelock import FileLock
from small_engine import SmallVerifier

from muster.check import check
from muster.cli import main
from muster.durable import write_whole
from muster.extraction.document import Article, Extraction
from muster.landing import commit, preparing
from muster.landing.articles import Status
from muster.landing.batch import LANDING, Engine, Outcome
from muster.landing.land import land
from muster.landing.report import report
from muster.landing.rows import number
from muster.landing.store import Store
from muster.project import BusyError, MusterError, Project
from muster.reading import html_pages
from muster.reading.pages import Known
from muster.seeds import Row, read_rows

MOMENT = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
STORY = """\
At least 40 Nepalis have joined since the spring, said Jane Roe, head of the committee.

The committee will meet again on Tuesday and hear the families of those who left for Russia.

More than 150 foreigners were in the same unit, said Oleh Ivashchenko, who gave no names.
"""
PLUG = "\n\nAlso read: more than 9,000 Kenyans have joined, said John Poe.\n"
SMALL = Engine(small_engine.extract, small_engine.summary)


def landed(
    project: Project,
    *sources: Path | str,
    engine: Engine = SMALL,
    again: bool = False,
    **known: str,
) -> Outcome:
    known = {"published_on": "2026-01-10", "outlet": "The Kyiv Independent", **known}
    return land(
        project,
        [str(source) for source in sources],
        engine=engine,
        moment=MOMENT,
        again=again,
        known=Known(**{key: value for key, value in known.items() if value}),
        verifier=SmallVerifier(project.root),
    )


def rows(project: Project, seed: str) -> list[Row]:
    return [
        row
        for row in read_rows(project.root / "seeds/landing" / f"{seed}.csv")
        if row.get("extractor", "small") == "small"
        and (seed != "raw_articles" or row["text_sha256"])
    ]


def everything(project: Project) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (project.root / "seeds").rglob("*.csv")}


def article(folder: Path, name: str, text: str, url: str | None = None) -> Path:
    head = f"---\nurl: {url}\n---\n" if url else ""
    path = folder / name
    path.write_text(head + text, "utf-8")
    return path


@pytest.fixture
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("inbox")


# --- what lands


def test_an_article_lands_with_its_claims_and_the_seeds_stay_sound(
    sources: Project, inbox: Path
) -> None:
    outcome = landed(sources, article(inbox, "a.txt", STORY + PLUG))
    assert check(sources.root) == []
    (row,) = rows(sources, "raw_articles")
    text = Store(sources.root / "store").text(row["text_sha256"])
    assert text == (STORY + PLUG).rstrip()
    assert row["text_length"] == str(len(text))
    found = {
        (claim["relation"], claim["value_low"], claim["population"], claim["claimant"])
        for claim in rows(sources, "raw_figure_mentions")
    }
    assert found == {
        ("at_least", "40", "NPL", "Jane Roe"),
        ("more_than", "150", "ALL", "Oleh Ivashchenko"),
    }
    for claim in rows(sources, "raw_figure_mentions"):
        value = text[int(claim["value_start"]) : int(claim["value_end"])]
        assert value in ("At least 40", "More than 150")
        assert claim["summary"] not in text
    assert outcome.claims["raw_figure_mentions"] == 2
    assert set(outcome.changed) >= {
        "seeds/landing/raw_articles.csv",
        "seeds/landing/raw_figure_mentions.csv",
    }


def test_landing_again_changes_nothing(sources: Project, inbox: Path) -> None:
    path = article(inbox, "a.txt", STORY)
    landed(sources, path)
    before = everything(sources)
    again = landed(sources, path)
    assert [place.status for place, _ in again.articles] == [Status.UNCHANGED]
    assert again.changed == []
    assert everything(sources) == before


def test_seeds_come_out_the_same_in_whatever_order_articles_land(
    tmp_path_factory: pytest.TempPathFactory, sources: Project, inbox: Path
) -> None:
    import shutil

    other = Project(tmp_path_factory.mktemp("other"))
    shutil.copytree(sources.root, other.root, dirs_exist_ok=True)
    one = article(inbox, "1.txt", STORY, "https://kyivindependent.com/1")
    two = article(inbox, "2.txt", STORY.replace("40", "41"), "https://kyivindependent.com/2")
    landed(sources, one, two)
    landed(other, two)
    landed(other, one)
    assert list(everything(sources).values()) == list(everything(other).values())


def test_extracting_again_replaces_what_changed_and_keeps_what_somebody_decided_on(
    sources: Project, inbox: Path
) -> None:
    path = article(inbox, "a.txt", STORY)
    landed(sources, path, engine=Engine(Engines.blind_to_foreigners, small_engine.summary))
    (old,) = rows(sources, "raw_figure_mentions")
    before = everything(sources)
    outcome = landed(sources, path, path, again=True)
    assert [place.status for place, _ in outcome.articles] == [Status.AGAIN]
    assert (outcome.claims["raw_figure_mentions"], outcome.dropped) == (1, 0)
    assert old in rows(sources, "raw_figure_mentions")
    back = landed(
        sources, path, again=True, engine=Engine(Engines.blind_to_foreigners, small_engine.summary)
    )
    assert back.dropped == 1
    assert everything(sources) == before
    blind = Engine(Engines.blind, small_engine.summary)
    decisions = sources.root / "seeds/review/review_decisions.csv"
    decision = f"2026-11-26-001,2026-11-26,somebody,reject,raw_figure_mentions,{old['mention_id']},,,,wrong\n"
    decisions.write_text(decisions.read_text("utf-8") + decision, "utf-8")
    landed(sources, path, again=True, engine=blind)
    assert rows(sources, "raw_figure_mentions") == [old]
    assert check(sources.root) == []
    wrong = landed(sources, path, again=True, published_on="2026-01-11")
    assert "2026-01-10" in wrong.refused[0].reason


def test_a_changed_article_becomes_a_version_beside_the_old_one(
    sources: Project, inbox: Path
) -> None:
    url = "https://kyivindependent.com/story"
    landed(sources, article(inbox, "a.txt", STORY, url))
    (first,) = rows(sources, "raw_articles")
    outcome = landed(
        sources, article(inbox, "b.txt", STORY.replace("40", "50"), url + "/?utm_source=x")
    )
    ((place, _),) = outcome.articles
    assert (place.status, place.other) == (Status.VERSION, first["article_id"])
    old, new = sorted(rows(sources, "raw_articles"), key=lambda row: row != first)
    assert old == first
    assert (new["url"], new["article_id"].rpartition("-")[0]) == (
        old["url"],
        old["article_id"].rpartition("-")[0],
    )
    assert len(rows(sources, "raw_figure_mentions")) == 4
    assert check(sources.root) == []
    back = landed(sources, article(inbox, "c.txt", STORY, url))
    assert back.articles[0][0].status is Status.UNCHANGED


def test_a_file_that_is_edited_is_a_version_and_another_text_in_its_place_is_not(
    sources: Project, inbox: Path
) -> None:
    path = article(inbox, "a.txt", STORY)
    landed(sources, path)
    path.write_text(STORY.replace("40", "50"), "utf-8")
    assert landed(sources, path).articles[0][0].status is Status.VERSION
    path.write_text(
        "Another story.\n\nNobody joined, said Jane Roe, head of the committee.", "utf-8"
    )
    assert landed(sources, path).articles[0][0].status is Status.NEW
    assert len({row["url"] for row in rows(sources, "raw_articles")}) == 2


def test_the_same_text_at_another_address_is_a_copy(sources: Project, inbox: Path) -> None:
    one = article(inbox, "1.txt", STORY, "https://kyivindependent.com/story")
    two = article(inbox, "2.txt", STORY, "https://copy.example/story")
    outcome = landed(sources, one, two)
    first, second = (place for place, _ in outcome.articles)
    assert (second.status, second.other) == (Status.COPY, first.article_id)
    assert len({row["text_sha256"] for row in rows(sources, "raw_articles")}) == 1
    assert len(rows(sources, "raw_figure_mentions")) == 4
    assert any("has the text of" in line for line in report(outcome))


def test_an_article_that_was_coded_by_hand_is_not_landed_twice(
    sources: Project, inbox: Path
) -> None:
    hand = read_rows(sources.root / "seeds/landing/raw_articles.csv")[0]
    before = everything(sources)
    outcome = landed(sources, article(inbox, "a.txt", STORY, hand["url"]))
    assert outcome.articles[0][0].status is Status.CODED_BY_HAND
    assert everything(sources) == before


def test_an_outlet_is_known_by_its_name_or_its_site_and_a_new_one_is_added(
    sources: Project, inbox: Path
) -> None:
    known = next(
        row
        for row in read_rows(sources.root / "seeds/landing/raw_articles.csv")
        if row["outlet"] == "24hod.sk"
    )
    site = known["url"].split("/")[2]
    landed(sources, article(inbox, "1.txt", STORY, f"https://{site}/another"), outlet="")
    outcome = landed(
        sources,
        article(inbox, "2.txt", STORY, "https://new.example/story"),
        outlet="Новая газета (new)",
    )
    landed(sources, article(inbox, "3.txt", STORY + "\nMore.", "https://new.example/2"), outlet="")
    labels = [row["outlet"] for row in rows(sources, "raw_articles")]
    assert sorted(labels) == ["24hod.sk", "Новая газета (new)", "Новая газета (new)"]
    assert outcome.new_outlets == ["Новая газета (new)"]
    assert check(sources.root) == []


# --- what does not land


class Engines:
    """Engines that go wrong, each in its own way; named functions, as other processes need them."""

    @staticmethod
    def lying(article: Article) -> Extraction:
        """Say 160 where 150 is written, and give a speaker who is not there."""
        found = small_engine.extract(article)
        first, second = found.figures
        return replace(
            found,
            figures=(first, replace(second, value_low=160.0), replace(first, claimant="Ann Poe")),
        )

    @staticmethod
    def blind_to_foreigners(article: Article) -> Extraction:
        found = small_engine.extract(article)
        return replace(found, figures=tuple(f for f in found.figures if f.population != "ALL"))

    @staticmethod
    def blind(article: Article) -> Extraction:
        return replace(small_engine.extract(article), figures=(), actors=())

    @staticmethod
    def outside_the_codebook(article: Article) -> Extraction:
        found = small_engine.extract(article)
        first, second = found.figures
        return replace(found, figures=(first, replace(second, measure="rumoured")))

    @staticmethod
    def broken(article: Article) -> Extraction:
        raise ZeroDivisionError("a bug")

    @staticmethod
    def without_a_pack(article: Article) -> Extraction:
        raise MusterError("no language pack")


def test_a_claim_that_does_not_stand_in_the_text_is_refused_and_listed(
    sources: Project, inbox: Path
) -> None:
    engine = Engine(Engines.lying, small_engine.summary)
    outcome = landed(sources, article(inbox, "a.txt", STORY), engine=engine)
    (claim,) = rows(sources, "raw_figure_mentions")
    assert claim["value_low"] == "40"
    assert outcome.ungrounded.total() == 2
    (record,) = Store(sources.root / "store").articles()
    reasons = [refused["reason"] for refused in record["refused"]]
    assert any("reads more_than 150; the claim says more_than 160" in reason for reason in reasons)
    assert any("Ann Poe" in reason for reason in reasons)


def test_a_claim_outside_the_codebook_is_refused_and_the_seeds_stay_sound(
    sources: Project, inbox: Path
) -> None:
    engine = Engine(Engines.outside_the_codebook, small_engine.summary)
    outcome = landed(sources, article(inbox, "a.txt", STORY), engine=engine)
    assert len(rows(sources, "raw_figure_mentions")) == 1
    assert outcome.ungrounded.total() == 1
    assert check(sources.root) == []


def test_captives_and_strangers_are_not_named_and_officials_are(
    sources: Project, inbox: Path
) -> None:
    text = (
        STORY
        + "\nRavi Thapa was detained at the border.\n\nAbout 30 Nepalis left, said Ravi Thapa, a guard.\n"
        "\nAt least 12 Kenyans left, said Mary Major, a labourer.\n"
    )
    outcome = landed(sources, article(inbox, "a.txt", text))
    speakers = {row["claimant"] for row in rows(sources, "raw_figure_mentions")}
    assert speakers == {"Jane Roe", "Oleh Ivashchenko", "speaker (name withheld)"}
    assert {row["name"] for row in rows(sources, "raw_actor_mentions")} == {
        "Jane Roe",
        "Oleh Ivashchenko",
    }
    everything_landed = b"".join(everything(sources).values()).decode()
    assert "Thapa" not in everything_landed
    assert "Mary Major" not in everything_landed
    assert len(rows(sources, "raw_event_mentions")) == 1
    assert outcome.withheld == 2
    (record,) = Store(sources.root / "store").articles()
    assert record["withheld"] == ["Mary Major", "Ravi Thapa"]
    assert check(sources.root) == []


def test_what_is_refused_is_told_and_the_rest_lands(sources: Project, inbox: Path) -> None:
    article(inbox, "1.txt", STORY)
    (inbox / "2.txt").write_bytes(b"\x00\x01")
    (inbox / "3.html").write_text("<html><body><p>Stub.</p></body></html>", "utf-8")
    (inbox / "4.jpg").write_bytes(b"\xff\xd8\xff")
    article(inbox, "5.txt", STORY + "\n\nAnd more.", "https://example.org/5")
    outcome = landed(sources, inbox)
    assert [Path(refusal.source).name for refusal in outcome.refused] == ["2.txt", "3.html"]
    assert len(rows(sources, "raw_articles")) == 2
    lines = "\n".join(report(outcome))
    assert "NUL" in lines
    assert "1 .jpg" in lines


def test_an_article_without_a_date_is_refused_and_says_what_to_do(
    sources: Project, inbox: Path
) -> None:
    before = everything(sources)
    outcome = landed(sources, article(inbox, "a.txt", STORY), published_on="")
    assert "--published-on" in outcome.refused[0].reason
    outcome = landed(sources, article(inbox, "a.txt", STORY), published_on="January 10")
    assert "EDTF" in outcome.refused[0].reason
    assert everything(sources) == before


def test_an_article_that_the_engine_cannot_read_says_why(sources: Project, inbox: Path) -> None:
    engine = Engine(Engines.without_a_pack, small_engine.summary)
    outcome = landed(sources, article(inbox, "a.txt", STORY), engine=engine)
    assert "no language pack" in outcome.refused[0].reason


def test_a_bug_over_one_article_stops_no_other(sources: Project, inbox: Path) -> None:
    engine = Engine(Engines.broken, small_engine.summary)
    outcome = landed(sources, article(inbox, "a.txt", STORY), engine=engine)
    assert "ZeroDivisionError" in outcome.refused[0].reason


def test_an_article_in_a_language_without_a_pack_lands_without_claims(
    sources: Project, inbox: Path
) -> None:
    outcome = landed(sources, article(inbox, "a.txt", STORY), language="sw")
    assert [row["language"] for row in rows(sources, "raw_articles")] == ["sw"]
    assert outcome.unread == {"sw": 1}
    assert check(sources.root) == []


def test_a_store_that_cannot_be_written_is_told_in_one_line(sources: Project, inbox: Path) -> None:
    (sources.root / "store").write_text("no folder", "utf-8")
    with pytest.raises(MusterError, match="store: "):
        landed(sources, article(inbox, "a.txt", STORY))


def test_a_damaged_seed_stops_the_landing_before_it_hides_the_fault(
    sources: Project, inbox: Path
) -> None:
    path = sources.root / "seeds/landing/raw_articles.csv"
    path.write_text(path.read_text("utf-8") + 'broken,"line\n', "utf-8")
    before = everything(sources)
    with pytest.raises(MusterError, match=r"raw_articles\.csv:"):
        landed(sources, article(inbox, "a.txt", STORY))
    assert everything(sources) == before


# --- all of a batch or none


def test_a_landing_killed_before_the_commit_changes_no_seed(
    sources: Project, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(sources)
    write = write_whole

    def stop_at_the_commit(path: Path, content: bytes) -> None:
        if path.name == "commit.json":
            raise KeyboardInterrupt
        write(path, content)

    monkeypatch.setattr(commit, "write_whole", stop_at_the_commit)
    with pytest.raises(KeyboardInterrupt):
        landed(sources, article(inbox, "a.txt", STORY))
    assert everything(sources) == before
    monkeypatch.undo()
    assert landed(sources).finished == []
    assert everything(sources) == before
    landed(sources, inbox / "a.txt")
    assert len(rows(sources, "raw_articles")) == 1


@pytest.mark.parametrize("after", range(4))
def test_a_landing_killed_inside_the_commit_is_finished_by_the_next(
    sources: Project, inbox: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    write = write_whole
    written: list[Path] = []

    def stop_between_seeds(path: Path, content: bytes) -> None:
        if path.suffix == ".csv":
            if len(written) == after:
                raise KeyboardInterrupt
            written.append(path)
        write(path, content)

    monkeypatch.setattr(commit, "write_whole", stop_between_seeds)
    with pytest.raises(KeyboardInterrupt):
        landed(sources, article(inbox, "a.txt", STORY))
    monkeypatch.undo()
    assert any("muster land" in str(fault) for fault in check(sources.root))
    assert "seeds/landing/raw_articles.csv" in landed(sources).finished
    assert check(sources.root) == []
    assert len(rows(sources, "raw_figure_mentions")) == 2
    assert landed(sources, inbox / "a.txt").changed == []


def test_an_edit_made_meanwhile_is_not_overwritten(
    sources: Project, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = write_whole

    def stop_at_the_seeds(path: Path, content: bytes) -> None:
        if path.suffix == ".csv":
            raise KeyboardInterrupt
        write(path, content)

    monkeypatch.setattr(commit, "write_whole", stop_at_the_seeds)
    with pytest.raises(KeyboardInterrupt):
        landed(sources, article(inbox, "a.txt", STORY))
    monkeypatch.undo()
    path = sources.root / "seeds/landing/raw_articles.csv"
    path.write_text(path.read_text("utf-8").replace("Iraq", "Irak", 1), "utf-8")
    before = everything(sources)
    with pytest.raises(MusterError, match="git checkout"):
        landed(sources)
    assert everything(sources) == before


def test_two_landings_at_once_do_not_mix(sources: Project, inbox: Path) -> None:
    store = sources.root / "store"
    store.mkdir()
    with FileLock(store / "landing.lock"), pytest.raises(BusyError, match="another landing"):
        landed(sources, article(inbox, "a.txt", STORY))


def _no_process_of(group: int | None) -> bool:
    """Wait until no process of a group is left, zombies apart."""
    for _ in range(100):
        alive = [
            stat
            for stat in Path("/proc").glob("[0-9]*/stat")
            if (fields := _stat(stat)) and fields[2] == str(group) and fields[0] != "Z"
        ]
        if not alive:
            return True
        time.sleep(0.1)
    return False


def _stat(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def _land_slowly(root: str, inbox: str, published_on: str) -> None:
    os.setpgid(0, 0)  # so that the test can tell what this process started
    landed(Project(Path(root)), Path(inbox), published_on=published_on)


def test_a_folder_that_is_killed_again_and_again_lands_whole(sources: Project, inbox: Path) -> None:
    for number_ in range(60):
        article(inbox, f"{number_:03}.txt", STORY + f"\n\nStory number {number_}.")
    before = everything(sources)
    context = multiprocessing.get_context("spawn")
    for seconds in (1.2, 1.8, 2.4):
        process = context.Process(
            target=_land_slowly, args=(str(sources.root), str(inbox), "2026-01-10")
        )
        process.start()
        time.sleep(seconds)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        states = everything(sources)
        assert (
            states == before
            or len(rows(sources, "raw_articles")) == 60
            or commit.is_unfinished(Store(sources.root / "store"))
        )
        assert _no_process_of(process.pid)
    landed(sources, inbox)
    assert len(rows(sources, "raw_articles")) == 60
    assert len(rows(sources, "raw_figure_mentions")) == 120
    assert check(sources.root) == []
    assert not list((sources.root / "store" / "unfinished").glob("*"))


def test_work_that_was_done_is_not_done_again(
    sources: Project, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = article(inbox, "a.txt", STORY)
    with monkeypatch.context() as patch:
        patch.setattr(commit, "commit", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            landed(sources, path)
    monkeypatch.setattr(preparing, "read", _interrupt)
    assert landed(sources, path).claims["raw_figure_mentions"] == 2
    assert check(sources.root) == []


def _interrupt(*_: object) -> Any:
    raise KeyboardInterrupt


class Killers:
    """An engine that takes its process down over one article."""

    @staticmethod
    def extract(article: Article) -> Extraction:
        if "Story number 7." in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return small_engine.extract(article)


def test_a_page_that_kills_its_process_is_refused_and_the_rest_lands(
    sources: Project, inbox: Path
) -> None:
    for number_ in range(20):
        article(inbox, f"{number_:03}.txt", STORY + f"\n\nStory number {number_}.")
    outcome = landed(sources, inbox, engine=Engine(Killers.extract, small_engine.summary))
    assert [Path(refusal.source).name for refusal in outcome.refused] == ["007.txt"]
    assert len(rows(sources, "raw_articles")) == 19


def _busy(*_: object) -> Any:
    while True:
        time.sleep(60)


def test_a_page_that_keeps_its_process_busy_is_given_up(
    sources: Project, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html_pages, "MOST_SECONDS", 1)
    monkeypatch.setattr(html_pages, "_read", _busy)
    (inbox / "a.html").write_text("<html><body><p>" + STORY, "utf-8")
    outcome = landed(sources, inbox)
    assert "took more than 1 s" in outcome.refused[0].reason


# --- the store, the numbers, the command


def test_a_damaged_text_in_the_store_is_told_and_mended_by_landing_again(
    sources: Project, inbox: Path
) -> None:
    path = article(inbox, "a.txt", STORY)
    landed(sources, path)
    (row,) = rows(sources, "raw_articles")
    (text,) = (sources.root / "store/texts").rglob("*.txt")
    text.write_text("short", "utf-8")
    with pytest.raises(MusterError, match="land the article again"):
        Store(sources.root / "store").text(row["text_sha256"])
    landed(sources, path)
    assert Store(sources.root / "store").text(row["text_sha256"]) == STORY.rstrip()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0.0, "0"),
        (20.0, "20"),
        (1.5, "1.5"),
        (0.1, "0.1"),
        (1e15, "1000000000000000"),
        (2.25e6, "2250000"),
    ],
)
def test_numbers_are_written_plainly(value: float | None, text: str) -> None:
    assert number(value) == text


def test_the_command_tells_what_it_did_and_fails_where_something_was_refused(
    sources: Project, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSTER_PROJECT", str(sources.root))
    result = CliRunner().invoke(main, ["land", str(inbox / "nowhere.txt")])
    assert (result.exit_code, "nowhere.txt" in result.output) == (1, True)
    result = CliRunner().invoke(main, ["land"])
    assert (result.exit_code, "No seed changed." in result.output) == (0, True)
    (inbox / "a.txt").write_bytes(b"%PDF-1.7")
    result = CliRunner().invoke(main, ["land", str(inbox)])
    assert result.exit_code == 1
    assert "a PDF" in result.output


def test_the_store_keeps_what_the_seeds_may_not_say(sources: Project, inbox: Path) -> None:
    landed(sources, article(inbox, "a.txt", STORY))
    (path,) = (sources.root / "store/articles").glob("*.json")
    record = json.loads(path.read_text("utf-8"))
    assert record["source"] == str(inbox / "a.txt")
    assert len(record["extraction"]["figures"]) == 2
    assert {path.name for path in (sources.root / "store").iterdir()} >= {
        "raw",
        "texts",
        "articles",
    }
    assert set(LANDING) == {
        path.stem for path in (sources.root / "seeds/landing").glob("raw_*.csv")
    }
