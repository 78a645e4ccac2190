"""Qualitative claims: why people enlist, by which ways, what the law says, what states declare."""

from __future__ import annotations

from muster.extraction.attribution import Attribution
from muster.extraction.document import Statement
from muster.extraction.marks import Text
from muster.extraction.peoples import Peoples
from muster.extraction.sayings import Sayings


def statements(
    text: Text, attribution: Attribution, sayings: Sayings, peoples: Peoples
) -> list[Statement]:
    """Return each qualitative claim once for each speaker, in text order."""
    found: dict[tuple[str, str, str | None], Statement] = {}
    for sentence in text.sentences:
        if sentence.is_heading:
            continue
        for mark in sentence.under("statements"):
            topic, value = mark.label[1:3]
            voice = attribution.voice(sentence, mark.first)
            statement = Statement(
                topic=topic,
                value=value,
                population=peoples.told(sentence) or peoples.main,
                period=sayings.said_on[sentence.index],
                claimant=voice.claimant,
                claimant_org=voice.organisation,
                relayed_by=voice.relayed_by,
                quote_span=sentence.span,
            )
            found.setdefault((topic, value, voice.claimant), statement)
    return list(found.values())
