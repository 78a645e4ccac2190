"""One page to one article, or to the reason why there is none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from muster.extraction.document import Article
from muster.reading import languages
from muster.reading.addresses import canonical_url, site
from muster.reading.boilerplate import masked_spans
from muster.reading.canonical import canonical, sha256
from muster.reading.decoding import decoded, refuse_what_is_no_text
from muster.reading.html_pages import is_html, read_html
from muster.reading.pages import Known, Page
from muster.reading.text_files import read_text


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as read, and what the engine does not need but the store keeps."""

    article: Article
    text_sha256: str
    raw_sha256: str
    published_on_basis: str | None
    """stated or inferred; None where there is no date."""


def read(page: Page, known: Known | None = None) -> Reading:
    """Read one page; ``known`` wins over what the page and its source say.

    Raises:
        NoArticle: there is none; the message is one line without the page's name.
    """
    known = known or Known()
    text = decoded(page.raw, page.content_type)
    said, basis, text = read_html(text, page) if is_html(text, page) else read_text(text)
    if basis == "inferred" and page.known.published_on:
        said = replace(said, published_on=None)
    said = known.over(said).over(page.known)
    if known.published_on or page.known.published_on:
        basis = "stated"
    refuse_what_is_no_text(text)
    text = canonical(text)
    said = said.in_one_line()
    url = canonical_url(said.url or page.url or "")
    article = Article(
        text=text,
        url=url,
        outlet=said.outlet or (site(url) if url else None),
        published_on=said.published_on,
        language=known.language or languages.guess(text, said.language),
        title=said.title or text.lstrip().partition("\n")[0],
        masked=masked_spans(text),
    )
    return Reading(article, sha256(text), hashlib.sha256(page.raw).hexdigest(), basis)
