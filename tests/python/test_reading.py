"""Reading: from files, pages, feeds, archives and addresses to one canonical text, or to a reason."""

from __future__ import annotations

import contextlib
import gzip
import io
import itertools
import os
import socket
import threading
import time
import unicodedata
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from muster.project import MusterError
from muster.reading import languages
from muster.reading.addresses import canonical_url, identity
from muster.reading.boilerplate import masked_spans
from muster.reading.canonical import canonical, sha256
from muster.reading.fetching import Fetcher
from muster.reading.pages import Known, NoArticle, Page
from muster.reading.reader import read
from muster.reading.sources import Refusal, Sources

PARAGRAPHS = (
    "The committee met on Tuesday and heard that more than 150 Nepalis had signed contracts.",
    "Its chair said the number came from families who had written to the ministry since spring.",
    "A second hearing is to follow, at which the recruiters named by the families are to be heard.",
)
STORY = "\n\n".join(PARAGRAPHS)


def html(*paragraphs: str, head: str = "", body: str = "") -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>A hearing</title>{head}</head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>A hearing</h1>{text}</article>{body}"
        "</body></html>"
    ).encode()


def reason(raw: bytes, **page: str) -> str:
    with pytest.raises(NoArticle) as caught:
        read(Page("source", raw, **page))  # type: ignore[arg-type]
    return str(caught.value)


# --- the canonical text


def test_an_offset_into_a_clean_text_is_an_offset_into_the_canonical_text() -> None:
    text = "  A first line.\n\tA second: 150 \U0001f1f3\U0001f1f5 men.\n\n\nלא. عدد.\n"
    assert canonical(text) == text.rstrip()
    assert read(Page("x", text.encode())).article.text == text.rstrip()


def test_line_ends_controls_and_decomposed_letters_have_one_form() -> None:
    assert canonical("a\r\nb\rc\u2028d\x00e\u0065\u0301") == "a\nb\nc\nd e\u00e9"
    assert sha256(canonical("caf\u0065\u0301\r\n")) == sha256("café")


@given(st.text())
def test_the_canonical_text_is_nfc_and_canonical_again(text: str) -> None:
    once = canonical(text)
    assert unicodedata.is_normalized("NFC", once)
    assert canonical(once) == once
    assert sha256(once) == sha256(canonical(once))


def test_ten_thousand_marks_on_one_letter_take_no_time() -> None:
    started = time.monotonic()
    canonical("a" + "\u0301\u0316" * 500_000)
    assert time.monotonic() - started < 5


# --- masks


def masked(text: str) -> list[str]:
    return [text[start:end] for start, end in masked_spans(text)]


@pytest.mark.parametrize(
    "plug",
    [
        "Also read",
        "ALSO READ:",
        "Others are reading now",
        "Ads by Somebody",
        "Advertisement",
        "Read more: More than 9,000 Nepalis are dead, says nobody",
        "Sources: A Project, A Newspaper.",
        "Sign up for our newsletter and never miss a story.",
        "Photo: somebody / Getty Images",
        "Читайте також: 9000 загиблих",
    ],
)
def test_a_line_that_is_no_part_of_the_article_is_masked(plug: str) -> None:
    text = f"{PARAGRAPHS[0]}\n\n{plug}\n\n{PARAGRAPHS[1]}"
    assert masked(text) == [plug]


def test_the_headline_after_a_teaser_is_masked_and_the_paragraph_after_it_is_not() -> None:
    teaser = "Also read\n\nMore than 9,000 Nepalis fight for Russia"
    text = f"{PARAGRAPHS[0]}\n\n{teaser}\n\n{PARAGRAPHS[1]}"
    assert masked(text) == teaser.split("\n\n")
    assert masked(f"Also read\n\n{PARAGRAPHS[1]}") == ["Also read"]


def test_a_teaser_in_brackets_is_masked_and_its_paragraph_is_not() -> None:
    text = "The court sat (Read also: 900 men are gone) until noon."
    assert masked(text) == ["(Read also: 900 men are gone)"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Sources in the ministry said that 40 men had left.",
        "Photographs show the men in uniform.",
        "Related charges were dropped in 12 cases.",
        "Watch towers were built by 300 foreigners.",
        "Sources – two officials who asked not to be named – put it at 700.",
    ],
)
def test_a_sentence_that_begins_like_a_plug_is_not_masked(sentence: str) -> None:
    assert masked(sentence) == []


@given(st.text(alphabet=st.sampled_from("Also read:\n ()[]-.Source")) | st.text())
def test_masks_lie_in_the_text_in_order_and_apart(text: str) -> None:
    last = 0
    for start, end in masked_spans(text):
        assert last <= start < end <= len(text)
        last = end


# --- pages


def test_a_page_gives_its_article_address_outlet_date_language_and_title() -> None:
    head = (
        "<meta property='article:published_time' content='2026-01-10T08:00:00Z'>"
        "<meta property='og:site_name' content='The Example'>"
        "<link rel='canonical' href='https://www.example.org/news/hearing'>"
    )
    raw = html(*PARAGRAPHS, head=head)
    reading = read(Page("x", raw, url="https://example.org/news/hearing?utm_source=a"))
    article = reading.article
    assert all(paragraph in article.text.split("\n\n") for paragraph in PARAGRAPHS)
    assert article.url == "https://www.example.org/news/hearing"
    assert (article.outlet, article.language) == ("The Example", "en")
    assert (article.published_on, reading.published_on_basis) == ("2026-01-10", "stated")


def test_what_a_person_says_wins_over_the_page_and_the_feed_fills_what_the_page_lacks() -> None:
    page = Page("x", html(*PARAGRAPHS), known=Known(published_on="2026-01-09", outlet="A feed"))
    reading = read(page, Known(outlet="A person"))
    assert (reading.article.published_on, reading.published_on_basis) == ("2026-01-09", "stated")
    assert reading.article.outlet == "A person"


def test_a_syndicated_copy_keeps_the_address_at_which_it_was_found() -> None:
    head = "<link rel='canonical' href='https://original.example/story'>"
    page = Page("x", html(*PARAGRAPHS, head=head), url="https://copy.example/story")
    assert read(page).article.url == "https://copy.example/story"


def test_a_text_file_may_say_in_its_head_what_it_is() -> None:
    head = "---\nurl: https://example.org/a\npublished_on: 2026-01-10\noutlet: The Example\n---\n"
    article = read(Page("x", (head + STORY).encode())).article
    assert (article.text, article.url) == (STORY, "https://example.org/a")
    assert (article.published_on, article.outlet) == ("2026-01-10", "The Example")
    assert "colour" in reason(b"---\ncolour: red\n---\nText")
    assert "not YAML" in reason(b"---\nurl: [\n---\nText")
    assert "not YAML" in reason(b"---\npublished_on: 2026-13-45\n---\nText")
    assert "lists" in reason(b"---\nurl: &a [x, x]\noutlet: [*a, *a]\n---\nText")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("10 January 2026", "2026-01-10"),
        ("Published: January 10, 2026, 08:15", "2026-01-10"),
        ("2026-01-10", "2026-01-10"),
        ("By A. Reporter", None),
        ("42 & more", None),
    ],
)
def test_the_date_of_a_text_may_stand_on_a_line_at_its_head(line: str, day: str | None) -> None:
    reading = read(Page("x", f"A hearing\n\n{line}\n\n{STORY}".encode()))
    assert reading.article.published_on == day
    assert reading.published_on_basis == ("inferred" if day else None)
    below = read(Page("x", f"{STORY}\n\n{PARAGRAPHS[0]} It was 10 January 2026.".encode()))
    assert below.article.published_on is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_text_is_decoded_whatever_its_encoding(encoding: str) -> None:
    story = (
        "Понад сто п'ятдесят іноземців підписали контракти, сказав речник відомства у вівторок. "
        * 4
    )
    page = Page("x", story.encode(encoding), content_type="text/plain; charset=cp1251")
    assert read(page).article.text == story.rstrip()


def test_right_to_left_text_emoji_and_tables_are_read_as_they_stand() -> None:
    arabic = "قال المتحدث إن أكثر من 150 مواطنا أجنبيا انضموا إلى الجيش الروسي في كانون الأول. " * 4
    assert arabic.strip() in read(Page("x", html(arabic))).article.text
    table = "<table><tr><td>a</td><td><table><tr><td>Nepal 603</td></tr></table></td></tr></table>"
    assert (
        "\U0001f1f3\U0001f1f5"
        in read(Page("x", html("\U0001f1f3\U0001f1f5 " + STORY, table))).article.text
    )


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"text\x00with\x00nul", "NUL"),
        (b"1234 5678", "no letters"),
        (b"<?xml version='1.0'?><urlset><url>x</url></urlset>", "XML"),
        (b"a" * 10_000_001, "10 MB"),
        (b"<html><body>" + b"<b>" * 200_000, "tags"),
        (gzip.compress(b"a" * 20_000_000), "inflates"),
        (gzip.compress(STORY.encode())[:-20], "gzip"),
        (html("Too short."), "characters of article text"),
        (html(body="<script>load()</script>" * 5), "scripts"),
        (
            html("Only the first line.", head='<script>{"isAccessibleForFree": false}</script>'),
            "paywall",
        ),
    ],
)  # fmt: skip
def test_a_page_without_an_article_says_why(raw: bytes, why: str) -> None:
    assert why in reason(raw)


def test_a_table_in_plain_text_is_no_rubbish() -> None:
    table = "\n".join(f"Nepal{' ' * 30}{number}" for number in range(500))
    assert read(Page("x", table.encode())).article.text == table


def test_a_picture_by_its_content_type_is_refused() -> None:
    assert "image/png" in reason(b"whatever it is", content_type="image/png")


def test_a_download_that_broke_off_inside_a_letter_is_read_up_to_there() -> None:
    assert read(Page("x", (STORY + " é").encode()[:-1])).article.text == STORY


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (STORY, "en"),
        (
            "Понад сто іноземців підписали контракти, сказав речник, але він не знає, хто вони.",
            "uk",
        ),
        (
            "Более ста иностранцев подписали контракты, сказал он, но он не знает, кто они такие.",
            "ru",
        ),
        ("Plus de cent étrangers ont signé des contrats avec l'armée, selon le ministère.", "fr"),
        ("150 150 150", "und"),
    ],
)
def test_the_language_is_what_the_words_say(text: str, language: str) -> None:
    assert languages.guess(text) == language


def test_a_declared_language_counts_where_the_words_say_nothing_and_keeps_its_region() -> None:
    assert languages.guess("Kathmandu", "ne") == "ne"
    assert languages.guess(STORY, "EN_gb") == "en-gb"


# --- addresses


def test_one_article_has_one_address() -> None:
    plain = canonical_url("https://example.org/a?b=2&a=1")
    assert plain is not None
    for other in (
        "HTTPS://www.example.org:443/a/?a=1&b=2&utm_source=x#top",
        "http://user:secret@m.example.org/a?a=1&b=2&fbclid=123",
        "https://example.org/a/amp?a=1&b=2",
    ):
        found = canonical_url(other)
        assert found is not None
        assert identity(found) == identity(plain)
        assert "secret" not in found
        assert "utm_" not in found


@pytest.mark.parametrize(
    "text", ["", "ftp://a/b", "file:///etc/passwd", "http://", "http://[::1", "x"]
)
def test_what_is_no_web_address_is_none(text: str) -> None:
    assert canonical_url(text) is None


@given(st.text())
def test_any_text_may_be_offered_as_an_address(text: str) -> None:
    found = canonical_url(f"https://example.org/{text}")
    assert found is None or canonical_url(found) == found


# --- folders, feeds, archives


def found_in(source: Path, fetcher: Fetcher | None = None) -> list[Page | Refusal]:
    walk = Sources(fetcher or Fetcher())
    return [page for name in walk.expanded([str(source)]) for page in walk.pages(name)]


def test_a_folder_gives_its_articles_in_order_and_counts_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.html").write_bytes(html(*PARAGRAPHS))
    (tmp_path / "1.txt").write_text(STORY, "utf-8")
    (tmp_path / "3.txt.gz").write_bytes(gzip.compress(STORY.encode()))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / ".hidden.txt").write_text(STORY, "utf-8")
    walk = Sources()
    names = [Path(name).name for name in walk.expanded([str(tmp_path)])]
    assert names == ["1.txt", "3.txt.gz", "2.html"]
    assert walk.skipped == {".jpg": 1}
    assert all(
        STORY[:80] in read(page).article.text
        for page in found_in(tmp_path)
        if isinstance(page, Page)
    )


def test_a_source_that_is_nowhere_stops_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(MusterError, match="no file, folder or address"):
        Sources().expanded([str(tmp_path / "nothing")])


def test_what_is_neither_file_nor_folder_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (refusal,) = found_in(tmp_path)
    assert "neither a file nor a folder" in str(refusal)


def test_a_name_that_is_no_unicode_is_shown_as_far_as_it_can_be(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(STORY, "utf-8")
    (page,) = found_in(tmp_path)
    assert page.source.endswith("caf\ufffd.txt")
    assert isinstance(page, Page)
    assert read(page).article.text == STORY


def feed(*entries: str, end: str = "</channel></rss>") -> str:
    return (
        "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel><title>The Example</title>{''.join(entries)}{end}"
    )


def entry(number: int, date: str, content: str) -> str:
    return (
        f"<item><link>https://example.org/{number}</link><title>Item {number}</title>"
        f"<pubDate>{date}</pubDate><content:encoded><![CDATA[{content}]]></content:encoded></item>"
    )


def test_a_feed_gives_the_articles_that_it_carries_whole(tmp_path: Path) -> None:
    content = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 3)
    path = tmp_path / "feed.xml"
    path.write_text(
        feed(
            entry(1, "Sat, 10 Jan 2026 08:00:00 GMT", content), entry(2, "yesterday-ish", content)
        ),
        "utf-8",
    )
    first, second = found_in(path)
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    one, two = read(first), read(second)
    assert (one.article.url, one.article.published_on) == ("https://example.org/1", "2026-01-10")
    assert (one.article.outlet, one.published_on_basis) == ("The Example", "stated")
    assert (two.article.published_on, two.published_on_basis) == (None, None)
    assert PARAGRAPHS[2] in two.article.text


def test_a_feed_that_is_cut_off_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    content = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS * 3)
    path = tmp_path / "feed.xml"
    whole = feed(entry(1, "", content), entry(2, "", content))
    path.write_text(whole[: whole.index("Item 2")], "utf-8")
    pages = found_in(path, Fetcher(delay=0))
    assert isinstance(pages[0], Page)
    assert isinstance(pages[-1], Refusal)
    assert "cut off" in pages[-1].reason


def archive(*bodies: bytes, gz: bool = True, kind: str = "text/html") -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=gz)
    for number, body in enumerate(bodies):
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://example.org/{number}",
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
            )
        )
    return stream.getvalue()


@pytest.mark.parametrize("gz", [True, False])
def test_an_archive_gives_its_pages(tmp_path: Path, gz: bool) -> None:
    path = tmp_path / ("a.warc.gz" if gz else "a.warc")
    path.write_bytes(archive(html(*PARAGRAPHS), html(*PARAGRAPHS[::-1]), gz=gz))
    pages = found_in(path)
    assert [page.url for page in pages if isinstance(page, Page)] == [
        "https://example.org/0",
        "https://example.org/1",
    ]


@pytest.mark.parametrize("gz", [True, False])
def test_an_archive_cut_anywhere_gives_the_whole_pages_before_the_cut(
    tmp_path: Path, gz: bool
) -> None:
    one, two = archive(html(*PARAGRAPHS), gz=gz), archive(html(*PARAGRAPHS[::-1]), gz=gz)
    path = tmp_path / "cut.warc"
    told = 0
    cuts = range(len(one) + 1, len(one) + len(two), 7)
    for cut in cuts:
        path.write_bytes((one + two)[:cut])
        pages = found_in(path)
        assert isinstance(pages[0], Page)
        assert pages[0].raw == html(*PARAGRAPHS)
        assert all(
            isinstance(page, Refusal) or page.raw == html(*PARAGRAPHS[::-1]) for page in pages[1:]
        )
        told += len(pages) > 1
    assert told > 0.9 * len(cuts)


def test_an_archive_that_is_none_or_holds_no_page_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"this is no archive")
    assert "archive" in str(found_in(path)[-1])
    path.write_bytes(archive(b"\x89PNG", kind="image/png"))
    assert "without a page" in str(found_in(path)[-1])
    path.write_bytes(archive(b"<p>" + b"a" * 30_000_000))
    (page,) = found_in(path)
    assert isinstance(page, Page)
    assert len(page.raw) == 10_000_001


# --- the web, on a server of our own


class Site(BaseHTTPRequestHandler):
    """Pages that behave and pages that do not."""

    asked: list[tuple[str, float]] = []  # noqa: RUF012
    robots = "User-agent: *\nDisallow: /private"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.asked.append((self.path, time.monotonic()))
        match self.path:
            case "/robots.txt":
                self.answer(self.robots.encode(), kind="text/plain")
            case "/article" | "/private/article":
                self.answer(html(*PARAGRAPHS))
            case "/gzip":
                self.answer(gzip.compress(html(*PARAGRAPHS)), encoding="gzip")
            case "/bomb":
                self.answer(gzip.compress(b"a" * 50_000_000), encoding="gzip")
            case "/big":
                self.answer(b"a" * 11_000_000)
            case "/moved":
                self.redirect("/article")
            case "/loop":
                self.redirect("/loop")
            case "/to-file":
                self.redirect("file:///etc/passwd")
            case "/to-private":
                self.redirect("/private/article")
            case "/picture":
                self.answer(b"\x89PNG", kind="image/png")
            case "/short":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b"<html>")
            case "/drip":
                self.send_response(200)
                self.end_headers()
                with contextlib.suppress(OSError):
                    for _ in range(200):
                        self.wfile.write(b"a")
                        self.wfile.flush()
                        time.sleep(0.05)
            case "/rubbish":
                self.wfile.write(b"\x00\x01\x02 no HTTP \r\n\r\n")
            case "/feed":
                here = f"http://{self.headers['Host']}"
                entries = (
                    f"<item><link>{here}/article</link></item><item><link>{here}/gone</link></item>"
                )
                self.answer(feed(entries).encode(), kind="application/rss+xml")
            case _:
                self.send_error(404)

    def answer(
        self, body: bytes, kind: str = "text/html; charset=utf-8", encoding: str = ""
    ) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()


@pytest.fixture
def address() -> Iterator[str]:
    Site.asked.clear()
    Site.robots = "User-agent: *\nDisallow: /private"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def fetcher() -> Fetcher:
    return Fetcher(allow_private=True, delay=0, deadline=2)


@pytest.mark.parametrize("path", ["/article", "/gzip", "/moved"])
def test_an_address_gives_its_page_and_where_redirects_ended(address: str, path: str) -> None:
    page = fetcher().fetch(address + path)
    assert PARAGRAPHS[0] in read(page).article.text
    assert page.url == address + ("/article" if path == "/moved" else path)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/nothing", "404"),
        ("/loop", "redirects"),
        ("/to-file", "expected http"),
        ("/private/article", "robots.txt"),
        ("/to-private", "robots.txt"),
        ("/bomb", "10 MB"),
        ("/big", "10 MB"),
        ("/short", "broke off"),
        ("/drip", "within 2 s"),
        ("/rubbish", "does not speak HTTP"),
    ],
)
def test_an_address_that_misbehaves_is_refused_in_one_line(
    address: str, path: str, why: str
) -> None:
    (refusal,) = Sources(fetcher()).pages(address + path)
    assert isinstance(refusal, Refusal)
    assert why in refusal.reason
    assert "\n" not in str(refusal)


def test_an_answer_that_is_a_picture_is_refused(address: str) -> None:
    page = fetcher().fetch(address + "/picture")
    with pytest.raises(NoArticle, match="picture"):
        read(page)


def test_a_host_that_is_not_public_is_refused_by_its_address(address: str) -> None:
    for url in (
        address,
        address.replace("127.0.0.1", "localhost"),
        "http://169.254.169.254/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
    ):
        (refusal,) = Sources(Fetcher(delay=0, deadline=2)).pages(url)
        assert isinstance(refusal, Refusal)
        assert "not public" in refusal.reason
    assert Site.asked == []


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://", "gopher://a/b", "http://a:b/", "http://\u2100/"]
)
def test_what_is_no_address_of_the_web_is_refused_in_one_line(url: str) -> None:
    (refusal,) = Sources(Fetcher(delay=0, deadline=2)).pages(url)
    assert isinstance(refusal, Refusal)
    assert "report it" not in refusal.reason


def test_a_host_that_does_not_answer_is_waited_for_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        asking = Fetcher(allow_private=True, delay=0, deadline=0.5)
        started = time.monotonic()
        for number in range(10):
            with pytest.raises(NoArticle, match="no whole answer"):
                asking.fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/{number}")
        assert time.monotonic() - started < 2


def test_one_host_is_asked_at_its_pace(address: str) -> None:
    Site.robots = "User-agent: *\nCrawl-delay: 0.3"
    asking = fetcher()
    for _ in range(3):
        asking.fetch(address + "/article")
    times = [moment for path, moment in Site.asked if path == "/article"]
    assert [path for path, _ in Site.asked].count("/robots.txt") == 1
    assert all(later - earlier >= 0.29 for earlier, later in itertools.pairwise(times))


def test_a_feed_at_an_address_gives_its_pages_and_tells_of_those_that_are_gone(
    address: str,
) -> None:
    page, refusal = Sources(fetcher()).pages(address + "/feed")
    assert isinstance(page, Page)
    assert PARAGRAPHS[0] in read(page).article.text
    assert isinstance(refusal, Refusal)
    assert "404" in refusal.reason
