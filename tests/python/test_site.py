"""The pages: what they hold, what they ask for, and what they do with text that is not ours."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import pytest
from conftest import ROOT

import muster
from muster import charts
from muster.card import Card
from muster.project import Project
from muster.site import contradictions, lineage, places, shards, speakers
from muster.site.claims import Claims
from muster.site.frame import Frame, address, slug

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


class Seen(HTMLParser):
    """What a page asks for, leads to, and runs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.names.add(known.get("id") or "")
        self.inline += [name for name in known if name.startswith("on") or name == "style"]
        if tag == "a":
            self.links.append(known.get("href") or "")
        elif tag == "script":
            self.scripts.append(known)
        elif tag == "style":
            self.inline.append(tag)
        if tag in ("script", "link", "img"):
            self.loaded += [known[name] or "" for name in ("src", "href") if known.get(name)]


@pytest.fixture(scope="module")
def site(built: Project) -> Path:
    return (built.build / "site").resolve()


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Seen]:
    """The pages that are ours; dbt's, which has a policy of its own, is looked at apart."""
    found = {path: Seen(path.read_text("utf-8")) for path in site.rglob("*.html")}
    del found[site / lineage.PAGE]
    return found


def record(site: Path, kind: str, each: str) -> dict[str, Any]:
    [digits] = re.findall(r'data-digits="(\d+)"', (site / f"{kind}.html").read_text("utf-8"))
    text = (site / "data" / kind / f"{each[: int(digits)]}.js").read_text("utf-8")
    part = json.loads(text.removeprefix("musterData(").removesuffix(");\n"))
    found: dict[str, Any] = part[each]
    return found


def test_every_notebook_has_a_page_with_all_its_charts(site: Path) -> None:
    for path in NOTEBOOKS:
        source = json.loads(path.read_text("utf-8"))
        wanted = sum(
            "".join(cell["source"]).count("\n    title=")
            for cell in source["cells"]
            if cell["cell_type"] == "code"
        )
        page = (site / f"{path.stem}.html").read_text("utf-8")
        specifications = re.findall(
            r'class="muster-chart" id="[^"]+"><script type="application/json">(.*?)</script>', page
        )
        assert len(specifications) == wanted > 0
        for text in specifications:
            assert json.loads(text)["title"]["text"].endswith("?"), (
                "a chart's title is the question it answers"
            )


def test_pages_ask_for_nothing_beyond_their_folder(site: Path, pages: dict[Path, Seen]) -> None:
    for path, seen in pages.items():
        for target in seen.loaded:
            if not target.startswith("data:"):
                assert (path.parent / target).resolve().is_file(), f"{path.name} loads {target}"
                assert (path.parent / target).resolve().is_relative_to(site)


def test_every_link_leads_somewhere(site: Path, pages: dict[Path, Seen]) -> None:
    figures = set(muster.table("figures", warehouse=site.parent / "warehouse.duckdb")["figure_id"])
    events = set(muster.table("events", warehouse=site.parent / "warehouse.duckdb")["event_id"])
    for path, seen in pages.items():
        for link in seen.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), f"{path.name} leads to {link}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{path.name} leads to {link}"
            if parts.query:
                ids = {"figure.html": figures, "event.html": events}[target.name]
                assert parts.query.removeprefix("id=") in ids, f"{path.name} leads to {link}"
            elif parts.fragment and "=" not in parts.fragment:
                assert unquote(parts.fragment) in pages[target].names, f"{path.name}: {link}"


def test_the_policy_is_strict_and_pages_keep_it(pages: dict[Path, Seen]) -> None:
    for path, seen in pages.items():
        [policy] = re.findall(
            r'Content-Security-Policy" content="([^"]+)"', path.read_text("utf-8")
        )
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert seen.inline == [], path.name
        for script in seen.scripts:
            assert script.get("src") or script["type"] == "application/json", path.name


def test_the_page_of_dbt_runs_its_own_scripts_and_asks_for_nothing(
    site: Path, built: Project
) -> None:
    page = (site / lineage.PAGE).read_text("utf-8")
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert page.index("Content-Security-Policy") < page.index("<script")
    sources = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert sources["default-src"] == "'none'"
    assert {sources[name] for name in ("img-src", "font-src")} == {"data:"}
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, flags=re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(each.encode()).digest()) for each in scripts]
    assert sources["script-src"].split() == [f"'sha256-{each.decode()}'" for each in digests]
    assert str(built.root) not in page
    assert 'xlink:href="{{' not in page


def test_the_page_of_dbt_knows_every_table_with_its_types(site: Path, built: Project) -> None:
    page = (site / lineage.PAGE).read_text("utf-8")
    catalog, _ = json.JSONDecoder().raw_decode(page.split(",catalog:", 1)[1])
    types = {
        (node["metadata"]["schema"], node["metadata"]["name"], column["name"]): column["type"]
        for node in catalog["nodes"].values()
        for column in node["columns"].values()
    }
    found = muster.sql(
        "select schema_name, table_name, column_name, data_type from duckdb_columns()"
        " where not internal and schema_name in ('main', 'landing', 'staging')",
        warehouse=built.warehouse,
    ).rows()
    missing = [row for row in found if types.get(row[:3]) != row[3]]
    assert len(found) > 300
    assert missing == []


def test_every_figure_and_event_can_be_shown(site: Path, built: Project) -> None:
    for kind in ("figure", "event"):
        for each in muster.table(f"{kind}s", warehouse=built.warehouse)[f"{kind}_id"]:
            shown = record(site, kind, each)
            assert shown["title"]
            assert shown["reports"]
            assert all(report["url"] for report in shown["reports"])


def test_a_figure_says_its_bound_its_contract_and_what_repeats_lost(
    site: Path, built: Project
) -> None:
    [each] = muster.sql(
        "select figure_id from figures where period = '2025-12' and value_low = 150",
        warehouse=built.warehouse,
    )["figure_id"]
    shown = record(site, "figure", each)
    facts = {fact["term"]: fact for fact in shown["facts"]}
    assert shown["title"] == "More than 150 people"
    assert facts["What the words allow"]["text"] == "more than 150; nobody says at most how many"
    assert facts["Of what time"]["text"] == "December 2025"
    assert "before the period was over" in facts["Of what time"]["note"]
    assert facts["Said by"]["text"].startswith("Oleh Ivashchenko")
    assert facts["Kind"]["text"] == "flow"
    first, *repeats = shown["reports"]
    assert first["parent"] is None
    assert {report["parent"] for report in repeats} == {first["id"]}
    assert any("the bound is lost" in report["lost"] for report in repeats)


def test_both_sides_of_what_cannot_hold_stand_together(site: Path, built: Project) -> None:
    page = (site / "contradictions.html").read_text("utf-8")
    laid_out = [set(re.findall(r"(?:figure|event)\.html\?id=(\w+)", item))
                for item in page.split("<li>")[1:]]  # fmt: skip
    for query in (
        "select [figure_id_a, figure_id_b] as ids from contradictions where not is_explained",
        "select list(figure_id) as ids from recruitment_conflicts group by conflict_id",
        "select [event_id, denied_id] as ids from denials"
        " qualify count(*) over (partition by event_id) <= 8",
    ):
        together = muster.sql(query, warehouse=built.warehouse)["ids"].to_list()
        assert together
        for ids in together:
            assert any(item >= set(ids) for item in laid_out), ids
    giving_way = muster.sql(
        "select distinct figure_id from recruitment_conflicts where must_give_way",
        warehouse=built.warehouse,
    )["figure_id"].to_list()
    assert giving_way
    marked = re.findall(
        r'id=(\w+)">(?:(?!<a class="claim").)*?<strong class="loss">must give way<', page, re.DOTALL
    )
    assert set(marked) == set(giving_way)


def test_a_dispute_of_a_country_within_its_region_names_both() -> None:
    whole = {"figure_id": "a", "conflict_id": "c", "measure": "recruited", "giving_way_count": 1,
             "must_give_way": False, "is_in_smallest_set": True}  # fmt: skip
    claims = SimpleNamespace(figures={"a": {"who": "Africa"}, "b": {"who": "Kenya"}})
    dispute = contradictions._dispute([whole, {**whole, "figure_id": "b"}], cast(Claims, claims))
    assert dispute["who"] == "Africa and Kenya"


def test_a_figure_leads_to_its_denial_and_the_denial_to_the_figure(
    site: Path, built: Project
) -> None:
    denied, denial = muster.sql(
        "select denied_id, event_id from denials where denied_table = 'figures' order by all",
        warehouse=built.warehouse,
    ).row(0)
    blocks = {
        block["heading"]: block["items"] for block in record(site, "figure", denied)["related"]
    }
    assert ("event", denial) in [
        (each["kind"], each["id"]) for each in blocks["What others deny of the same country"]
    ]
    [block] = record(site, "event", denial)["related"]
    assert ("figure", denied) in [(each["kind"], each["id"]) for each in block["items"]]


def test_long_lists_of_related_figures_are_cut_and_counted(site: Path, built: Project) -> None:
    occasion, size = muster.sql(
        "select any_value(figure_id), count(*) as size from figures group by occasion_id"
        " order by size desc limit 1",
        warehouse=built.warehouse,
    ).row(0)
    assert size > 13
    blocks = {block["heading"]: block for block in record(site, "figure", occasion)["related"]}
    given = blocks[shards.HEADINGS["given on the same occasion"]]
    assert len(given["items"]) == 12
    assert given["more"] == size - 1 - 12


def test_no_country_and_no_step_is_lost_where_lists_are_long(
    tmp_path: Path, built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = Card.read(built)
    assert card is not None
    monkeypatch.setattr(places, "LISTED", 5)
    monkeypatch.setattr(speakers, "STEPS", 1)
    frame, claims = Frame(tmp_path, card), Claims(built.warehouse)
    places.write(frame, claims)
    speakers.write(frame, claims)
    listed = set(Seen((tmp_path / "countries.html").read_text("utf-8")).links)
    pages = {f"country/{path.name}" for path in (tmp_path / "country").iterdir()}
    assert len(pages) > 5
    assert pages <= listed
    assert any(
        re.search(r"\d earlier ones?: <code>", path.read_text("utf-8"))
        for path in (tmp_path / "speaker").iterdir()
    )


def test_every_number_in_a_table_leads_to_its_figure(site: Path) -> None:
    page = (site / "country" / "IRQ.html").read_text("utf-8")
    rows = re.findall(r"<tr><td>(.*?)</td>", page.split("Claims, the newest first")[1])
    claims = [row for row in rows if "claim" in row]
    assert len(claims) > 10
    assert all(re.match(r'<a class="claim" href="\.\./figure\.html\?id=', row) for row in claims)


def test_intervals_are_never_reduced_to_points(site: Path) -> None:
    page = (site / "02-recruitment-by-nationality.html").read_text("utf-8")
    marks = set(re.findall(r'"mark": ?\{[^{}]*"type": ?"(\w+)"', page))
    assert {"bar", "rect"} <= marks
    assert not marks & {"point", "circle", "square", "line"}


def test_downloads_are_the_export(site: Path, built: Project) -> None:
    export = built.build / "export"
    for path in export.rglob("*"):
        if path.is_file():
            copy = site / "downloads" / path.relative_to(export)
            assert copy.read_bytes() == path.read_bytes()


def test_text_of_a_summary_cannot_close_a_script() -> None:
    html = charts.placed({"title": "</script><script>alert(1)</script>"})
    assert "</script><script>alert" not in html
    assert "\\u003c/script>" in html


def test_text_of_the_data_is_shown_and_never_run(tmp_path: Path, built: Project) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    card = Card.read(built)
    assert card is not None
    frame = Frame(tmp_path, card)
    claims = Claims(built.warehouse)
    [figure, *_] = claims.figures.values()
    figure.update(what=hostile, speaker=hostile, who=hostile, speaker_id=None)
    frame.page(
        "place.html", "place.html.j2", title=hostile, place={"label": hostile, "code": "X"},
        band=None, intervals=None, figures=[figure], figure_count=1, events=[], event_count=0,
        statements=[],
    )  # fmt: skip
    page = (tmp_path / "place.html").read_text("utf-8")
    assert "<img" not in page
    assert "&lt;img src=x" in page


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" https://example.org", False),
        ("https://example.org/\njavascript:", False),
        ("//example.org", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, shown: bool) -> None:
    assert address(url) == (url if shown else None)


def test_codes_stay_apart_as_names_of_files() -> None:
    codes = ["AFRICA+MIGRANTS", "AFRICA-MIGRANTS", "AFRICA_MIGRANTS", "../x", "a/b", "é", "a.b"]
    names = [slug(code) for code in codes]
    assert len(set(names)) == len(codes)
    assert all(
        re.fullmatch(r"[\w.-]+", name, flags=re.ASCII) and ".." not in name for name in names
    )


@pytest.mark.parametrize(("count", "digits"), [(0, 1), (529, 1), (800, 1), (801, 2), (100_000, 3)])
def test_parts_of_the_data_stay_small(count: int, digits: int) -> None:
    assert shards._digits(count) == digits
    assert count <= 16**digits * shards.A_PART_HOLDS


@pytest.mark.usefixtures("at_built")
def test_every_example_query_answers(built: Project) -> None:
    assert len(built.queries) >= 8
    for path in built.queries:
        text = path.read_text("utf-8")
        assert re.match(r"-- .*\?\n", text), f"{path.name} opens with its question"
        assert muster.sql(text).height > 0, path.name
