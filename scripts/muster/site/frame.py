"""The frame of the site: one environment of templates, one way to write a page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2

from muster import words
from muster.card import Card

MENU = (
    ("timeline.html", "Timeline"),
    ("countries.html", "Countries"),
    ("speakers.html", "Speakers"),
    ("contradictions.html", "Contradictions"),
    ("stories.html", "Stories"),
    ("queries.html", "Queries"),
    ("data.html", "Data"),
)
"""What the menu of every page leads to."""

PACKAGE = resources.files("muster.site")


@dataclass(frozen=True)
class Frame:
    """A folder that a site is written into, and what all its pages share."""

    folder: Path
    card: Card

    def page(self, path: str, template: str, *, title: str, **content: Any) -> None:
        """Write one page from a template; all text of the data is escaped.

        Args:
            path: where it goes, from the site's folder: ``country/IRQ.html``.
            template: a file of ``templates/``.
            title: what the browser shows for it.
            content: what the template needs.
        """
        root = "../" * path.count("/")
        text = self._templates.get_template(template).render(
            card=self.card, menu=MENU, here=path, root=root, title=title, **content
        )
        self.text(path, text)

    def data(self, path: str, content: Any) -> None:
        """Write data as a script that hands it to the page.

        A script, because a page that is opened as a file may load nothing else.
        """
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
        self.text(path, f"musterData({text});\n")

    def asset(self, name: str, text: str | None = None) -> None:
        """Put a style or script into ``assets/``: ours of that name, or ``text``."""
        ours = PACKAGE.joinpath("assets", name)
        self.text(f"assets/{name}", ours.read_text("utf-8") if text is None else text)

    def text(self, path: str, text: str) -> None:
        """Write a file as it is."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    @cached_property
    def _templates(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(str(PACKAGE.joinpath("templates"))),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(
            count="{:,}".format, day=words.day, label=words.label, slug=slug, answer=_answer
        )
        return environment


def _answer(value: Any) -> str:
    """Write a value of a query's answer; NULL stays apart from nothing."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return words.number(value) if isinstance(value, (int, float)) else str(value)


def address(url: str | None) -> str | None:
    """Return an address if a page may link to it: http or https, and nothing else."""
    return url if url and re.fullmatch(r"https?://\S+", url, flags=re.IGNORECASE) else None


def slug(code: str) -> str:
    """Make a file's name of a code; distinct codes of the registry stay distinct."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda match: f".{ord(match[0]):x}", code)
