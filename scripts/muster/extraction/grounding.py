"""Whether a claim stands in the text: the one gate through which every engine's claims must pass.

A claim is grounded when

- its spans lie in the text, the value inside its sentence, and none touches a mask;
- reading its sentence anew gives, at its characters, its very relation and numbers: "150" out of
  "more than 150" does not ground an exact 150 (a count of weeks may be days, "life" is the unit
  life); where the sentence has no number there, reading the characters alone must give them;
- everybody who is said to say it is named in the unmasked text, by a name, alias or office of the
  registry; a body also by its country and half of the words of its name; a description ("captured
  recruits") by half of its words; the outlet that prints the article need not name itself;
- the population is named in the unmasked text: each country of it by a name, adjective, people or
  capital, a region or group by a phrase of the language pack or the registry.

A name anywhere in the article is enough, since pronouns and "the country" carry names far. What
fails is refused with its reason, never repaired: "more than 250" does not ground "more than 150".
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from muster.extraction.document import Actor, Article, Event, Extraction, Figure, Span, Statement
from muster.seeds import Row

STEM = 5
"""So many letters of a word tell it, whatever its ending."""

Claim = Figure | Event | Actor | Statement

REGISTRY = (
    "registry_actors", "registry_actor_aliases", "registry_office_aliases",
    "registry_country_names", "registry_regions", "registry_populations",
    "registry_population_aliases",
)  # fmt: skip
"""The seeds that ``Names.from_rows`` reads."""


class Quantity(Protocol):
    """What the number grammar finds; see ``muster.extraction.quantities``."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def relation(self) -> str: ...  # noqa: D102
    @property
    def low(self) -> float | None: ...  # noqa: D102
    @property
    def high(self) -> float | None: ...  # noqa: D102


Quantities = Callable[[str], Sequence[Quantity]]


@dataclass(frozen=True, slots=True)
class Refused:
    """A claim that does not stand in the text, and why."""

    claim: Claim
    reason: str


@dataclass(frozen=True)
class Names:
    """How the registry and the language pack name actors and populations; spellings are folded."""

    actors: Mapping[str, tuple[str, ...]]
    """Spellings of an actor by its name, by an alias or by an office: all of one actor's."""
    actor_countries: Mapping[str, str]
    countries: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    """Phrases for regions and groups, in small letters."""
    parents: Mapping[str, str]
    population_aliases: Mapping[str, str]

    @classmethod
    def from_rows(
        cls, rows: Mapping[str, Sequence[Row]], groups: Mapping[str, Iterable[str]]
    ) -> Names:
        """Build from the registry's seeds by name, and the language pack's phrases for groups."""
        names = {row["actor_id"]: row["actor_name"] for row in rows["registry_actors"]}
        spellings: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows["registry_actors"]:
            spellings[row["actor_id"]] |= _spellings(row["actor_name"], row["kind"] == "person")
        for row in rows["registry_actor_aliases"]:
            spellings[row["actor_id"]].add(fold(row["alias"]))
        for row in rows["registry_office_aliases"]:
            spellings[row["organisation_id"]].add(fold(row["alias"]))
        known_by: dict[str, tuple[str, ...]] = {
            names[actor]: tuple(sorted(found)) for actor, found in spellings.items()
        }
        for row in rows["registry_actor_aliases"]:
            known_by.setdefault(row["alias"], known_by[names[row["actor_id"]]])
        for row in rows["registry_office_aliases"]:
            known_by.setdefault(row["alias"], known_by[names[row["organisation_id"]]])
        phrases: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows["registry_regions"]:
            phrases[row["region"]] |= {_small(row["region_name"]), _small(row["people_name"])}
        for code, words in groups.items():
            phrases[code] |= set(map(_small, words))
        return cls(
            actors=known_by,
            actor_countries={row["actor_name"]: row["country"] for row in rows["registry_actors"]},
            countries=_grouped(
                (row["country"], fold(row["name"])) for row in rows["registry_country_names"]
            ),
            groups={code: tuple(sorted(words)) for code, words in phrases.items()},
            parents={row["population"]: row["parent"] for row in rows["registry_populations"]},
            population_aliases={
                row["alias"]: row["population"] for row in rows["registry_population_aliases"]
            },
        )


@dataclass(frozen=True)
class Words:
    """What the language pack's ``grounding.toml`` says."""

    small: frozenset[str]
    state: frozenset[str]
    """Beginnings of words that mean the state itself."""
    unit_words: Mapping[str, tuple[str, ...]]
    days: Mapping[str, int]

    @classmethod
    def load(cls, language: str) -> Words:
        """Read the words of a language that has a pack."""
        path = Path(__file__).with_name("languages") / language / "grounding.toml"
        data = tomllib.loads(path.read_text("utf-8"))
        return cls(
            small=frozenset(data["small_words"]),
            state=frozenset(word[:STEM] for word in data["state"]),
            unit_words={unit: tuple(words) for unit, words in data["unit_words"].items()},
            days=data["days"],
        )


@dataclass
class Grounding:
    """Verifies the claims of one article after the other."""

    names: Names
    words: Words
    quantities: Quantities

    def ground(self, extraction: Extraction) -> tuple[Extraction, tuple[Refused, ...]]:
        """Part an extraction into what stands in the text, and what does not with the reasons."""
        text = Text(extraction.article)
        refused: list[Refused] = []

        def stands(claim: Claim) -> bool:
            reason = self.fault(claim, text)
            if reason is not None:
                refused.append(Refused(claim, reason))
            return reason is None

        grounded = replace(
            extraction,
            figures=tuple(filter(stands, extraction.figures)),
            events=tuple(filter(stands, extraction.events)),
            actors=tuple(filter(stands, extraction.actors)),
            statements=tuple(filter(stands, extraction.statements)),
        )
        return grounded, tuple(refused)

    def fault(self, claim: Claim, text: Text) -> str | None:
        """Say why a claim does not stand in the text; None when it does."""
        match claim:
            case Actor():
                return text.span_fault("span", claim.span) or (
                    None
                    if text.at(claim.span).split() == claim.name.split()
                    else f"the span reads {text.at(claim.span)!r}, the claim names {claim.name!r}"
                )
            case Event():
                return text.span_fault("quote_span", claim.quote_span) or self._names_fault(
                    (participant.name for participant in claim.participants), text
                )
            case Statement():
                return (
                    text.span_fault("quote_span", claim.quote_span)
                    or self._speakers_fault(claim, text)
                    or self._population_fault(claim.population, text)
                )
            case Figure():
                return (
                    text.span_fault("quote_span", claim.quote_span)
                    or text.span_fault("value_span", claim.value_span)
                    or self._value_fault(claim, text)
                    or self._speakers_fault(claim, text)
                    or self._population_fault(claim.population, text)
                )

    def _value_fault(self, claim: Figure, text: Text) -> str | None:
        start, end = claim.value_span
        quote_start, quote_end = claim.quote_span
        if not quote_start <= start < end <= quote_end:
            return "its value does not lie in its sentence"
        characters = text.at(claim.value_span)
        there = [
            found
            for found in self.quantities(text.at(claim.quote_span))
            if found.start + quote_start < end and start < found.end + quote_start
        ] or self.quantities(characters)
        if any(self._is_read(claim, found, characters) for found in there):
            return None
        if self._is_unit_word(claim, characters):
            return None
        read = ", ".join(_shown(q.relation, q.low, q.high) for q in there) or "no number"
        said = _shown(claim.relation, claim.value_low, claim.value_high)
        return f"{characters!r} reads {read}; the claim says {said}"

    def _is_read(self, claim: Figure, found: Quantity, characters: str) -> bool:
        if found.relation != claim.relation:
            return False
        if (found.low, found.high) == (claim.value_low, claim.value_high):
            return True
        days = self._days_in(characters) if claim.unit == "days" else None
        return days is not None and (
            (found.low and found.low * days, found.high and found.high * days)
            == (claim.value_low, claim.value_high)
        )

    def _is_unit_word(self, claim: Figure, characters: str) -> bool:
        """Tell whether a claim of one life sentence, or one week, has its number in its unit."""
        value = claim.value_low if claim.value_high is None else claim.value_high
        words = _small(characters).split()
        if claim.unit == "days":
            return value == self._days_in(characters)
        return value == 1 and any(
            word in words for word in self.words.unit_words.get(claim.unit, ())
        )

    def _days_in(self, characters: str) -> int | None:
        found = (self.words.days.get(word) for word in _small(characters).split())
        return next((days for days in found if days is not None), None)

    def _speakers_fault(self, claim: Figure | Statement, text: Text) -> str | None:
        said = (claim.claimant, claim.claimant_org, claim.relayed_by)
        return self._names_fault((name for name in said if name), text)

    def _names_fault(self, names: Iterable[str], text: Text) -> str | None:
        for name in names:
            if not self._is_named(name, text):
                return f"nothing in the text names {name!r}"
        return None

    def _is_named(self, name: str, text: Text) -> bool:
        if name not in text.named:
            text.named[name] = (
                name == text.outlet
                or any(map(text.has, self.names.actors.get(name, (fold(name),))))
                or self._is_paraphrased(name, text)
            )
        return text.named[name]

    def _is_paraphrased(self, name: str, text: Text) -> bool:
        """Tell whether a body, or a description of somebody, stands there in other words."""
        country = self.names.actor_countries.get(name)
        if country and not any(map(text.has, self.names.countries.get(country, ()))):
            return False
        own = {
            word for form in self.names.countries.get(country or "", ()) for word in form.split()
        }
        words = [word for word in re.findall(r"[^\W\d_]{3,}", fold(name)) if word not in own]
        stems = [
            word.casefold()[:STEM] for word in words if word.casefold() not in self.words.small
        ]
        if country and all(stem in self.words.state for stem in stems):
            return True
        if not country and name != name.casefold():
            # a name that the registry does not know must stand there as it is, or by its last word
            return bool(words) and text.has(words[-1])
        return bool(stems) and 2 * sum(map(text.has_stem, stems)) >= len(stems)

    def _population_fault(self, code: str | None, text: Text) -> str | None:
        if code is None:
            return None
        for part in self.names.population_aliases.get(code, code).split("+"):
            base, _, excluded = part.partition("-x")
            for member in (base, excluded):
                if member and not self._is_population(member, text):
                    return f"nothing in the text names the population {member}"
        return None

    def _is_population(self, code: str, text: Text) -> bool:
        key = f"population {code}"
        if key not in text.named:
            country = code.removesuffix("-born")
            phrases = self.names.groups.get(code, ())
            parent = None if phrases else self.names.parents.get(code)
            text.named[key] = (
                any(map(text.has, self.names.countries.get(country, ())))
                or any(map(text.has_small, phrases))
                or (parent is not None and self._is_population(parent, text))
            )
        return text.named[key]


@dataclass
class Text:
    """A canonical text with its masks, and what has been looked up in it already."""

    article: Article
    named: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unmasked = list(self.article.text)
        for start, end in self.article.masked:
            unmasked[start:end] = "\n" * (min(end, len(unmasked)) - start)
        self._folded = fold("".join(unmasked))
        self._small = self._folded.casefold()
        self._stems = {word[:STEM] for word in re.findall(r"[^\W\d_]{3,}", self._small)}

    @property
    def outlet(self) -> str | None:
        """Who prints the article: an outlet need not name itself."""
        return self.article.outlet

    def at(self, span: Span) -> str:
        """Return the characters of a span."""
        return self.article.text[span[0] : span[1]]

    def span_fault(self, name: str, span: Span) -> str | None:
        """Say what is wrong with a span; None when it is sound."""
        start, end = span
        if not 0 <= start < end <= len(self.article.text):
            return f"its {name} {start}-{end} is no span of a text of {len(self.article.text)}"
        if any(
            start < masked_end and masked_start < end
            for masked_start, masked_end in self.article.masked
        ):
            return f"its {name} {start}-{end} is boilerplate"
        return None

    def has(self, spelling: str) -> bool:
        """Tell whether a folded name stands there; case counts where it tells US from us."""
        if len(spelling) <= 4 or spelling.isupper():
            return _stands(spelling, self._folded)
        return _stands(spelling.casefold(), self._small)

    def has_small(self, phrase: str) -> bool:
        """Tell whether a phrase in small letters stands there."""
        return _stands(phrase, self._small)

    def has_stem(self, stem: str) -> bool:
        """Tell whether a word begins so."""
        return stem in self._stems


def fold(text: str) -> str:
    """Spell without accents and with plain quotes and blanks, so that spellings can be compared."""
    if not text.isascii():
        text = "".join(map(_plain, unicodedata.normalize("NFD", text.translate(_QUOTES))))
    return text


_QUOTES = str.maketrans("’‘ʼ`“”«»„\u00a0\u202f\u2009‑", '\'\'\'\'"""""   -')


def _plain(character: str) -> str:
    return "" if unicodedata.combining(character) else character


def _small(text: str) -> str:
    return fold(text).casefold()


def _spellings(name: str, is_person: bool) -> set[str]:
    folded = fold(name)
    found = {folded, re.sub(r"\s*\([^)]*\)$", "", folded)}
    if is_person and " " in folded:
        found.add(folded.split()[-1])
    return found


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        groups[key].add(value)
    return {key: tuple(sorted(values)) for key, values in groups.items()}


def _stands(phrase: str, text: str) -> bool:
    """Tell whether a phrase stands in a text as whole words."""
    position = text.find(phrase) if phrase else -1
    while position >= 0:
        end = position + len(phrase)
        if not (position and text[position - 1].isalnum()) and not text[end : end + 1].isalnum():
            return True
        position = text.find(phrase, position + 1)
    return False


def _shown(relation: str, low: float | None, high: float | None) -> str:
    values = "-".join(f"{value:g}" for value in (low, high) if value is not None)
    return f"{relation} {values}"
