"""The engine ``rules``: one article in, its claims out; offline and the same every time."""

from __future__ import annotations

from muster.extraction.actors import actors
from muster.extraction.attribution import Attribution
from muster.extraction.document import Article, Extraction
from muster.extraction.events import Events
from muster.extraction.figures import Figures
from muster.extraction.marks import mark
from muster.extraction.names import mentions
from muster.extraction.periods import Periods
from muster.extraction.sayings import Sayings
from muster.extraction.statements import statements

EXTRACTOR = "rules"
VERSION = "4"
"""Goes up whenever the same article may give another extraction."""


def extract(article: Article) -> Extraction:
    """Extract figures, events, actors and statements from an article.

    Args:
        article: canonical text (NFC) with what is known of it. Without ``published_on``, relative
            dates stay unresolved. Nothing is taken from masked spans.

    Raises:
        MusterError: there is no language pack for the article's language, or no project.
    """
    text = mark(article)
    named = mentions(text)
    attribution = Attribution(text, named)
    sayings = Sayings(text, attribution)
    reader = Figures(text, named, attribution, Periods(text, sayings))
    figures = reader.read()
    return Extraction(
        article=article,
        figures=tuple(found.figure for found in figures),
        events=tuple(Events(text, attribution, sayings, figures, reader.peoples).read()),
        actors=tuple(actors(text, named)),
        statements=tuple(statements(text, attribution, sayings, reader.peoples)),
        extractor=EXTRACTOR,
        extractor_version=VERSION,
    )
