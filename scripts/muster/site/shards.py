"""A page for each figure and each event: one file that draws it, and the data in small parts.

A hundred thousand pages would be a hundred thousand files to write, to keep and to publish. So
``figure.html?id=…`` and ``event.html?id=…`` load the part of the data that holds the id: the
parts are named after the first digits of the ids, as many as keep a part small.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from muster import words
from muster.site.claims import Claims, Row
from muster.site.frame import Frame, address, slug

A_PART_HOLDS = 50
"""Records that a part holds, on average and at most."""

HEADINGS = {
    "superseded by": "The same speaker has given a newer number",
    "revises": "It revises an earlier number of the same speaker",
    "cannot both hold": "Cannot both hold",
    "cannot all hold": "Cannot all hold together",
    "denied by": "What others deny of the same country",
    "denies": "What others assert of the same country",
    "given on the same occasion": "Given on the same occasion, or in one report",
    "looks contradictory": "Differs, and both can hold",
}


def write(frame: Frame, claims: Claims) -> None:
    """Write the pages of figures and events, and their data."""
    figures = {each: _figure(row, claims) for each, row in claims.figures.items()}
    events = {each: _event(row, claims) for each, row in claims.events.items()}
    for kind, records in (("figure", figures), ("event", events)):
        digits = _digits(len(records))
        parts: dict[str, dict[str, Any]] = defaultdict(dict)
        for each, record in records.items():
            parts[each[:digits]][each] = record
        for prefix, part in parts.items():
            frame.data(f"data/{kind}/{prefix}.js", part)
        frame.page(f"{kind}.html", "record.html.j2", title=f"One {kind}", kind=kind, digits=digits)


def _digits(count: int) -> int:
    """Tell how many hexadecimal digits of an id name its part."""
    digits = 1
    while count > A_PART_HOLDS * 16**digits:
        digits += 1
    return digits


def _figure(figure: Row, claims: Claims) -> Row:
    mentions = claims.mentions[figure["figure_id"]]
    return {
        "title": f"{figure['words'][:1].upper()}{figure['words'][1:]}",
        "kicker": f"{figure['what']} · {figure['who']} · {figure['when']}",
        "lead": figure["summary"],
        "facts": [fact for fact in _facts(figure) if fact["text"]],
        "related": _related(figure["figure_id"], claims),
        "heading": "Who tells it",
        "reports": [_mention(mention, mentions[0]) for mention in mentions],
        "query": f"from figures where figure_id = '{figure['figure_id']}'",
    }


def _facts(figure: Row) -> list[Row]:
    interval = words.bounds(
        figure["lower_bound"],
        figure["upper_bound"],
        lower_open=figure["is_lower_open"],
        upper_open=figure["is_upper_open"],
    )
    caveats = [
        "stated before the period was over" if figure["is_partial_period"] else "",
        "the claimant counts only what it knew of" if figure["is_part_of_whole"] else "",
    ]
    speaker_id = figure["speaker_id"]
    origin_kind = figure["origin"].partition(":")[0]
    return [
        _fact("What the words allow", interval),
        _fact("What is counted", figure["what"], figure["measure_definition"]),
        _fact("Who is counted", figure["who"], href=f"country/{slug(figure['population'])}.html"),
        _fact("Only a part", figure["scope"]),
        _fact("On whose side", figure["side"], figure["side_definition"]),
        _fact("Of what time", figure["when"], "; ".join(filter(None, caveats))),
        _fact("Kind", figure["kind"], figure["kind_definition"]),
        _fact(
            "Said by",
            figure["speaker"],
            figure["claimant_position"],
            href=f"speaker/{slug(speaker_id)}.html" if speaker_id else None,
        ),
        _fact(
            "Origin",
            {
                "actor": "a named speaker",
                "outlet": "the outlet, in its own voice",
                "unnamed": "not named: nobody can be asked",
            }[origin_kind],
        ),
        _fact("First reported", f"by {words.day(figure['first_reported_on'])}"),
        _fact("Last reported", f"by {words.day(figure['last_reported_on'])}"),
        _fact("Told in", _reach(figure)),
    ]


def _reach(row: Row) -> str:
    articles, outlets = row["article_count"], row["outlet_count"]
    return (
        f"{articles:,} article{'s' if articles != 1 else ''} "
        f"of {outlets:,} outlet{'s' if outlets != 1 else ''}"
    )


def _fact(term: str, text: str | None, note: str | None = None, href: str | None = None) -> Row:
    return {"term": term, "text": text, "note": note or None, "href": href}


def _related(each: str, claims: Claims) -> list[Row]:
    found = claims.related.get(each, [])
    blocks = []
    for relation, heading in HEADINGS.items():
        rows = [row for row in found if row["relation"] == relation]
        if rows:
            items = [_related_item(row, claims) for row in rows]
            more = rows[0]["relation_count"] - len(items)
            blocks.append({"heading": heading, "items": items, "more": more})
    return blocks


def _related_item(row: Row, claims: Claims) -> Row:
    event = claims.events.get(row["other_id"])
    if event:
        about = f"{words.label(event['event_type'])}, {event['when']}"
        return {"kind": "event", "id": event["event_id"], "words": event["summary"], "text": about,
                "why": None}  # fmt: skip
    other = claims.figures[row["other_id"]]
    return {
        "kind": "figure",
        "id": row["other_id"],
        "words": other["words"],
        "text": f"{other['of_what']}, {other['who']}, {other['when']}; {other['speaker']}",
        "why": words.label(row["reason"])
        if row["reason"] and row["reason"] != "conflict"
        else None,
    }


def _mention(mention: Row, origin: Row) -> Row:
    stated = words.with_unit(
        words.claim(mention["relation"], mention["value_low"], mention["value_high"]),
        mention["unit"],
    )
    is_origin = mention is origin
    spoken = mention["claimant_as_coded"] if not is_origin else None
    return {
        "id": mention["mention_id"],
        "parent": mention["parent_mention_id"],
        "outlet": mention["outlet_name"],
        "when": words.period(mention["published_on"]),
        "url": address(mention["url"]),
        "words": stated,
        "lost": mention["lost"] or ("" if is_origin else "told as it was"),
        "isLoss": bool(mention["lost"]),
        "details": [
            detail
            for detail in (
                f"of {words.period(mention['other_period'])}" if mention["other_period"] else "",
                f"attributed to {spoken}" if spoken else "",
                f"relayed by {mention['relayed_by']}" if mention["relayed_by"] else "",
                mention["note"],
            )
            if detail
        ],
        "grounding": _grounding(mention, mention["value_start"], mention["value_end"]),
    }


def _grounding(report: Row, start: int | None, end: int | None) -> str:
    """Say where in which text it stands, if the text was landed here."""
    if start is None or report["text_sha256"] is None:
        return ""
    return f"characters {start:,} to {end:,} of the text with SHA-256 {report['text_sha256']}"


def _event(event: Row, claims: Claims) -> Row:
    actors = "; ".join(f"{actor['name']} ({actor['role']})" for actor in event["actors"])
    facts = [
        _fact("What kind", words.label(event["event_type"]), event["definition"]),
        _fact("When", event["when"], f"known to the {event['date_precision']}"),
        _fact("Where", event["place_as_printed"]),
        _fact("How far along", words.label(event["status"])),
        _fact("Who", actors),
        _fact("First reported", f"by {words.day(event['first_reported_on'])}"),
        _fact("Reported in", _reach(event)),
    ]
    return {
        "title": event["summary"],
        "kicker": f"{words.label(event['event_type'])} · {event['when']}",
        "lead": "",
        "facts": [fact for fact in facts if fact["text"]],
        "related": _related(event["event_id"], claims),
        "heading": "Who reports it",
        "reports": [
            {
                "id": str(number),
                "parent": None,
                "outlet": report["outlet"],
                "when": words.period(report["published_on"]),
                "url": address(report["url"]),
                "words": report["summary"],
                "lost": "",
                "isLoss": False,
                "details": [],
                "grounding": _grounding(report, report["quote_start"], report["quote_end"]),
            }
            for number, report in enumerate(event["reports"])
        ],
        "query": f"from events where event_id = '{event['event_id']}'",
    }
