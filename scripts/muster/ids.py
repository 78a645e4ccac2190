"""The id of a mention: a hash of what it says, so that it is the same on every machine.

It is the first 16 hexadecimal digits of the SHA-256 over the row's fields as they stand in the
seed, in the order of its columns and joined by U+001F, without the id itself, the note and the
columns on the extraction. An event's participants follow as one more field, ``role: name`` joined
by ``; ``. Two readers who code the same claim in the same words so give it the same id; a review
decision does not change it.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from muster.project import MusterError
from muster.seed_schema import Seed
from muster.seeds import Row

EVENTS = "raw_event_mentions"
PARTICIPANTS = "raw_event_participants"

NOT_CONTENT = ("mention_id", "note", "extractor", "extractor_version", "extracted_at")

PROVISIONAL = re.compile(r"(new(-.*)?)?")
"""What a person writes for the id of a new row: nothing, or ``new-1`` to name an event by."""

MOST_REORDERED = 5

Participants = Sequence[tuple[str, str]]
"""(role, name) of each."""


def has_mention_ids(seed: Seed) -> bool:
    """Tell whether the seed's rows are mentions, known by a hash of their content."""
    return seed.key == ("mention_id",)


def mention_id(seed: Seed, row: Row, participants: Participants = ()) -> str:
    """Return the id of a row of a landing seed; all fields in their one form.

    Args:
        seed: the seed, for the order of its columns.
        row: the fields; the one under ``mention_id`` does not matter.
        participants: for an event, those of its participants, in order of role and name.
    """
    parts = [row[name] for name in seed.header if name not in NOT_CONTENT]
    if seed.name == EVENTS:
        parts.append("; ".join(f"{role}: {name}" for role, name in participants))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def fits(seed: Seed, row: Row, participants: Participants = ()) -> bool:
    """Tell whether the row's id is that of its content, its participants in whatever order.

    The first landing hashed participants as its coders had ordered them, which the seed does not
    keep; so the order proves nothing, and an event of a few participants may have any.
    """
    orders: Iterable[Participants] = [participants]
    if len(participants) <= MOST_REORDERED:
        orders = itertools.permutations(participants)
    return any(mention_id(seed, row, order) == row["mention_id"] for order in orders)


def participants_by_event(rows: Iterable[Row]) -> Mapping[str, Participants]:
    """Group the rows of the participants' seed by event, each group in order of role and name."""
    groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        groups[row["mention_id"]].append((row["role"], row["name"]))
    return {event: sorted(group) for event, group in groups.items()}


def give_ids(seeds: Mapping[str, Seed], rows: Mapping[str, Sequence[Row]]) -> None:
    """Give every new row its id, in place; the participants of a new event follow it.

    Raises:
        MusterError: two new events have the same provisional id.
    """
    participants = participants_by_event(rows.get(PARTICIPANTS, ()))
    renamed: dict[str, str] = {}
    mentions = (
        (seeds[name], row) for name in seeds if has_mention_ids(seeds[name]) for row in rows[name]
    )
    for seed, row in mentions:
        provisional = row["mention_id"]
        if not PROVISIONAL.fullmatch(provisional):
            continue
        if seed.name != EVENTS or not provisional:
            row["mention_id"] = mention_id(seed, row)
        elif provisional in renamed:
            raise MusterError(
                f"two new events of {EVENTS} are named {provisional}, so nobody knows whose "
                "participants are whose; name one of them otherwise"
            )
        else:
            row["mention_id"] = mention_id(seed, row, participants.get(provisional, ()))
            renamed[provisional] = row["mention_id"]
    for row in rows.get(PARTICIPANTS, ()):
        row["mention_id"] = renamed.get(row["mention_id"], row["mention_id"])
