"""Qualitative claims: why people enlist, how they are recruited, what the law says, what states say."""

from __future__ import annotations

from muster.extraction.attribution import Attribution
from muster.extraction.document import Statement
from muster.extraction.marks import Sentence, Text
from muster.extraction.peoples import Peoples
from muster.extraction.periods import Periods


def statements(
    text: Text, attribution: Attribution, periods: Periods, peoples: Peoples
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
                population=_population(peoples, sentence),
                period=periods.said_on[sentence.index],
                claimant=voice.claimant,
                claimant_org=voice.organisation,
                relayed_by=voice.relayed_by,
                quote_span=sentence.span,
            )
            found.setdefault((topic, value, voice.claimant), statement)
    return list(found.values())


def _population(peoples: Peoples, sentence: Sentence) -> str | None:
    """Return of whom a sentence speaks: a people named in it or before, else the article's."""
    here = [
        people
        for people in peoples.named
        if sentence.first <= people.first < sentence.last
        and people.code not in peoples.belligerents
    ]
    return here[0].code if here else peoples.before(sentence, in_paragraph=True) or peoples.main
