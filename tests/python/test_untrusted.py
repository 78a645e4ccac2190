"""What somebody else wrote stays text: to a spreadsheet, a terminal, a page, to memory and time."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from test_reading import PARAGRAPHS, archive, found_in, html

from muster.reading import html_pages
from muster.reading.pages import NoArticle, Page
from muster.reading.reader import read
from muster.reading.sources import Refusal
from muster.text_tables import as_csv, as_json, as_text

FORMULAS = [
    '=HYPERLINK("http://example.org/?"&A1)', "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1",
    "\n=1+1", "＝1+1", "=cmd|' /C calc'!A0", '="a"";b"',
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_text_to_a_spreadsheet(formula: str) -> None:
    frame = pl.DataFrame({"said": [formula, "said so", None], formula: [1, 2, 3]})
    header, first, second, third = csv.reader(io.StringIO(as_csv(frame), newline=""))
    assert header == ["said", f"'{formula}"]
    assert first == [f"'{formula}", "1"]
    assert (second, third) == (["said so", "2"], ["", "3"])
    assert formula in as_json(pl.DataFrame({"said": [formula]})) or '"' in formula or formula < " "


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_formula_after_another_separator_is_between_quotes(separator: str) -> None:
    text = as_csv(pl.DataFrame({"said": [f"so{separator}=1+1"], "n": [-1]}))
    assert text == f'"said","n"\n"so{separator}=1+1",-1\n'


def test_numbers_and_dates_are_no_formulas() -> None:
    frame = pl.DataFrame({"n": [-1, 2], "x": [-0.5, None]}).with_columns(
        day=pl.date(2026, 1, pl.col("n").abs())
    )
    assert as_csv(frame) == "n,x,day\n-1,-0.5,2026-01-01\n2,,2026-01-02\n"


def test_a_terminal_is_not_steered() -> None:
    evil = "\x1b]0;mine\x07\x1b[2Jclear\x9b31m\u202e"
    text = as_text(pl.DataFrame({evil: [evil]})) + str(Refusal(evil, evil))
    assert not set(text) & {"\x1b", "\x07", "\x9b"}
    assert "clear" in text


def test_a_table_of_a_notebook_is_text_to_a_page() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = pl.DataFrame({evil: [evil]})._repr_html_()
    assert "<script>alert" not in page
    assert "<img" not in page


# --- bombs


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 59_000, "<a><b>" * 40_000, "<table><tr><td>" * 19_000, "<!--" * 70_000],
    ids=["div", "a", "table", "comment"],
)
def test_a_page_nested_without_end_is_refused_at_once(markup: str) -> None:
    started = time.process_time()
    with pytest.raises(NoArticle, match="no article text"):
        read(Page("source", f"<html><body>{markup}{PARAGRAPHS[0] * 5}".encode()))
    assert time.process_time() - started < 60


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_pages, "MOST_SECONDS", 1)
    attributes = " ".join(f"a{number}=1" for number in range(20_000))
    started = time.process_time()
    with pytest.raises(NoArticle, match=r"took more than 1 s|cannot be parsed"):
        read(Page("source", f"<html><body><p {attributes}>{PARAGRAPHS[0] * 5}".encode()))
    assert time.process_time() - started < 60


def test_a_page_is_given_up_though_what_reads_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def go_on(*_: object) -> None:
        with contextlib.suppress(NoArticle):
            time.sleep(5)

    monkeypatch.setattr(html_pages, "MOST_SECONDS", 1)
    monkeypatch.setattr(html_pages, "_read", go_on)
    with pytest.raises(NoArticle, match="took more than 1 s"):
        read(Page("source", f"<html><body>{PARAGRAPHS[0] * 5}".encode()))


def test_entities_do_not_multiply() -> None:
    lines = ["<!ENTITY e0 'aaaaaaaaaa'>"]
    lines += [f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10)]
    bomb = f"<!DOCTYPE x [{''.join(lines)}]><html><body><p>&e9;</p><p>{'</p><p>'.join(PARAGRAPHS)}"
    assert len(read(Page("source", bomb.encode())).article.text) < 1_000


def test_an_archive_that_inflates_without_end_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.warc.gz"
    size = 300_000_000
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {size}\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    )
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.write(head.encode())
        for _ in range(size // 1_000_000):
            stream.write(bytes(1_000_000))
    program = f"""
import resource
from muster.reading import sources
sources.MOST_INFLATED = 200_000_000
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(*sources.Sources().pages({str(path)!r}), sep="\\n")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    told, megabytes = result.stdout.splitlines()[-2:]
    assert "a record that inflates without end" in told
    assert int(megabytes) < 100


def test_what_follows_a_bomb_is_read(tmp_path: Path) -> None:
    path = tmp_path / "two.warc.gz"
    path.write_bytes(archive(b"<p>" + b"a" * 30_000_000) + archive(html(*PARAGRAPHS)))
    *_, last = found_in(path)
    assert isinstance(last, Page)
    assert last.raw == html(*PARAGRAPHS)
