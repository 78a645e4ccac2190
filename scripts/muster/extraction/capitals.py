"""Names that the registry does not know: people by what they do, bodies by their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from muster.extraction.marks import between
from muster.extraction.registry import Meaning, fold
from muster.extraction.scene import Mention, Scene

LONGEST_NAME = 9
"""Tokens; longer runs of capitals are headings."""
APPOSITION_REACH = 5
"""Tokens between "a newspaper of the border," and its name."""
SHORTEST_NAME = 2
"""Tokens that are left when ranks are taken off."""
SOURCES = ("attribution", "speech", "sources")
BEFORE = {
    kind: ("names", "body_heads", f"{kind}_before")
    for kind in ("media", "project", "ngo", "company")
}
"""Lists of words that stand before the name of a body of some kind: "the newspaper X"."""
OF_BODY = ("names", "links", "of_person")
OF_BODY_REACH = 6
"""Tokens from "of" to the word that makes a body: "X of the Royal Institute"."""
NAMED_LAST_REACH = 9
"""Tokens from an office to its holder: "the head of the families' union, X"."""
AGE_DIGITS = 2
GLUE = "-'."
"""Inside one name: "al-Araji", "Ichung'wah", "UzNews.uz"."""


class Capitals:
    """The runs of capitalised words of one article."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.text = scene.text
        self.pack = scene.pack
        self.countries = dict.fromkeys(place.country for place in scene.text.places)
        self.possessive = scene.pack.words("names", "links", "possessive")
        self.frequency = Counter(scene.text.tokens)
        self.before = {kind: label for kind, label in BEFORE.items() if scene.text.of(*label)}
        self.never = scene.pack.words("names", "titles", "never")
        self.inside = scene.pack.words("names", "titles", "inside")
        self.particles = scene.pack.words("names", "titles", "particles")
        self.heads = {
            word: kind
            for kind, words in scene.pack.settings["names"]["body_heads"].items()
            if not kind.endswith("_before")
            for word in words
        }

    def read(self) -> Iterator[Mention]:
        """Yield the people and bodies among the runs of capitals."""
        last = 0
        for position, token in enumerate(self.text.tokens):
            if position >= last and token[0].isupper():
                last = self._run_end(position)
                yield from self._named(position, last)

    def _run_end(self, first: int) -> int:
        """Return where a run of capitalised words ends that begins at ``first``."""
        tokens, last = self.text.tokens, first + 1
        has_head = tokens[first] in self.heads
        while last < len(tokens) and last - first < LONGEST_NAME:
            if (
                self.text.starts[last] - self.text.ends[last - 1] > 1
                or "\n" in self.text.plain[self.text.ends[last - 1] : self.text.starts[last]]
            ):
                break
            step = self._next_in_run(last, has_head=has_head)
            if step == 0:
                break
            has_head = has_head or any(token in self.heads for token in tokens[last : last + step])
            last += step
        return last

    def _next_in_run(self, index: int, *, has_head: bool) -> int:
        """Return how many tokens from ``index`` on go on a run of capitals, 0 for none."""
        tokens = self.text.tokens
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        word = tokens[index]
        if word[0].isupper() and (word not in self.never or word in self.inside):
            return 1
        is_glued = index + 1 < len(tokens) and self.text.ends[index] == self.text.starts[index + 1]
        before = tokens[index - 1]
        if word in GLUE and is_glued and following[:1].isalpha():
            is_possessive = word + following in self.possessive
            return 0 if is_possessive or (word == "." and len(before) > 1) else 2
        is_initial = word == "." and len(before) == 1 and following[:1].isupper()
        is_arabic = word == "'" and following.lower() in self.particles  # "Shia' al-Sudani"
        is_particle = word.lower() in self.particles and (
            following[:1].isupper() or following == "-"
        )
        if is_initial or is_arabic or is_particle:
            return 1
        return self._connected(index) if has_head else 0

    def _connected(self, index: int) -> int:
        """Return how many tokens "of" and the capital after it go on a body's name."""
        tokens = self.text.tokens
        for phrase in self.scene.links["connectors"]:
            end = index + len(phrase)
            is_link = tuple(self.text.lower[index:end]) == phrase and end < len(tokens)
            if is_link and tokens[end][0].isupper() and tokens[end] not in self.never:
                return len(phrase) + 1
        return 0

    def _named(self, first: int, last: int) -> Iterator[Mention]:
        tokens = self.text.tokens
        while first < last and (tokens[first] in self.never or not tokens[first][0].isalpha()):
            first += 1
        if first >= last:
            return
        kinds = [self.heads[token] for token in tokens[first:last] if token in self.heads]
        head = "media" if "media" in kinds else kinds[-1] if kinds else None
        if self.scene.is_place(first, last):
            return
        if head is not None and last - first > 1:
            yield self._unknown_body(first, last, head)
            return
        kind = self._kind_by_word_before(first) or self._kind_by_word_after(last)
        if kind is not None:
            name = self.text.words(first, last)
            yield Mention(self.scene.entity(name, name, kind, None), first, last)
            return
        yield from self._person(first, last)

    def _unknown_body(self, first: int, last: int, kind: str) -> Mention:
        before = self.scene.country_before(first)
        after = self.scene.country_after(last, "of")
        country = None
        if before is not None:
            country, first = before[0].country, before[0].first
        elif after is not None:
            country, last = after[0].country, after[1]
        else:
            inside = [place.country for place in between(self.text.places, first, last)]
            country = inside[0] if inside else None
        if country is None and kind in ("ministry", "agency", "armed_force", "company"):
            country = self.scene.country_around(first)
        name = self.text.words(first, last)
        known = self._registered_as(name, country)
        if known is not None:
            return Mention(self.scene.known(known), first, last)
        return Mention(self.scene.entity(name, name, kind, country), first, last)

    def _registered_as(self, name: str, country: str | None) -> Meaning | None:
        """Look a body's name up with the countries of the article put to it."""
        registry, plain = self.text.registry, fold(name)
        for code in dict.fromkeys([country, *self.countries]):
            of = registry.country_names.get(code or "", "")
            for spelling in (f"{plain} ({of})", f"{plain} of {of}", f"{plain} of the {of}"):
                if of and (meanings := registry.names.get(spelling)):
                    return meanings[0]
        return None

    def _kind_by_word_before(self, first: int) -> str | None:
        end = first
        if end and self.text.tokens[end - 1] == '"':
            end -= 1
        reach = APPOSITION_REACH if end > 0 and self.text.tokens[end - 1] == "," else 0
        for kind, label in self.before.items():
            if any(0 <= end - mark.last <= reach for mark in self.scene.near(end, label)):
                return kind
        return None

    def _kind_by_word_after(self, last: int) -> str | None:
        """Read "Solidarity Now, a Nairobi group that": what stands in apposition says the kind."""
        articles = self.pack.words("names", "links", "articles")
        if self.text.tokens[last : last + 1] != [","] or not articles & set(
            self.text.tokens[last + 1 : last + 2]
        ):
            return None
        for kind, label in self.before.items():
            for mark in self.scene.near(last, label):
                if 0 < mark.first - last <= APPOSITION_REACH and mark.first > last + 1:
                    return kind
        return None

    def _person(self, first: int, last: int) -> Iterator[Mention]:
        start = self._after_titles(first, last)
        has_title = start in self.scene.titles or start in self.scene.offices
        names = [
            token
            for token in self.text.tokens[start:last]
            if token[0].isupper() and token.lower() not in self.particles
        ]
        if not names or self.scene.is_place(start, last) or last in self.scene.place_ending:
            return
        title = self.scene.titles.get(last)
        if title is not None and title.first <= start:
            return  # "the Deputy Minister" has no name here
        is_source = any(mark.last == start for mark in self.scene.near(start, SOURCES))
        if (
            not (has_title or is_source)
            and start
            and self.text.lower[start - 1] in self.pack.words("events", "places", "before")
        ):
            return
        single = len(names) == 1
        is_aged = self._is_aged(last)
        if single and not (has_title or is_aged):
            return
        if not (has_title or is_aged or is_source or self._acts_like_a_person(start, last)):
            return
        name = self.text.words(start, last)
        yield Mention(self.scene.entity(name, name, "person", None), start, last)

    def _is_aged(self, last: int) -> bool:
        """Tell whether an age follows: "Alassane, 31, from Douala"."""
        tokens = self.text.tokens[last : last + 3]
        if tokens[::2] != [",", ","] or not tokens[1].isdecimal():
            return False
        return len(tokens[1]) == AGE_DIGITS

    def _after_titles(self, first: int, last: int) -> int:
        """Skip what stands before the name itself: a nationality, an office, a rank."""
        start = first
        place = self.scene.place_starting.get(first)
        if place is not None and place.last < last:
            start = place.last
        for end in range(start + 1, last):
            if end in self.scene.titles or end in self.scene.offices:
                start = end
        fields = self.pack.words("names", "titles", "fields")
        while last - start > SHORTEST_NAME and self._is_rank(self.text.tokens[start], fields):
            start += 1
        return start

    @staticmethod
    def _is_rank(token: str, fields: frozenset[str]) -> bool:
        return token in fields or not token[0].isalpha() or (token.isupper() and len(token) > 1)

    def _acts_like_a_person(self, first: int, last: int) -> bool:
        if sum(t[0].isupper() for t in self.text.tokens[first:last]) < 2:
            return False
        tokens, lower = self.text.tokens, self.text.lower
        surname = tokens[last - 1]
        again = self.frequency[surname] > 1
        verbs = ("attribution", "speech", "verbs")
        said_before = any(mark.last == first for mark in self.scene.near(first, verbs))
        said_after = any(mark.first == last for mark in self.scene.near(last, verbs))
        acts = ("names", "titles", "acts")
        does = any(mark.first == last for mark in self.scene.near(last, acts))
        after = self.pack.words("names", "titles", "after")
        is_apposed = last + 1 < len(tokens) and tokens[last] == ","
        told = is_apposed and (lower[last + 1] in after or self._office_within(last + 1))
        titled = any(end in self.scene.titles for end in (first, first - 1)) and (
            tokens[first - 1] == "," or first in self.scene.titles
        )
        named_last = tokens[first - 1] == "," and any(
            0 < first - mark.last <= NAMED_LAST_REACH
            for mark in self.scene.near(first, ("names", "titles", "words"))
        )
        is_of = (lower[last : last + 1] or [""])[0] in self.scene.pack.words(*OF_BODY)
        speaks = any(
            last < mark.first <= last + OF_BODY_REACH for mark in self.scene.near(last, verbs)
        )
        has_head = bool(set(self.heads) & set(tokens[last : last + OF_BODY_REACH]))
        of_body = is_of and (has_head or speaks)
        if (named_last and not does) or of_body:
            return True
        return again or said_before or said_after or told or does or titled

    def _office_within(self, first: int) -> bool:
        """Tell whether an office follows: "…, Azerbaijan's foreign minister"."""
        ends = range(first + 1, first + APPOSITION_REACH + 2)
        return any(end in self.scene.offices or end in self.scene.titles for end in ends)
