"""The notebooks as pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbconvert import HTMLExporter
from traitlets.config import Config

from muster.site.frame import PACKAGE, Frame


@dataclass(frozen=True)
class Story:
    """One notebook as a page."""

    file: str
    title: str
    lead: str
    """The first paragraph."""


def write(frame: Frame, executed: dict[Path, Any]) -> list[Story]:
    """Write a page for each executed notebook, and the list of them."""
    exporter = HTMLExporter(
        config=Config(
            HTMLExporter={"exclude_anchor_links": True},
            TemplateExporter={
                "extra_template_basedirs": [str(PACKAGE.joinpath("templates"))],
                "template_name": "notebook",
            },
        )
    )
    stories = []
    for path, notebook in executed.items():
        story = _story(path, notebook)
        body, _ = exporter.from_notebook_node(notebook)
        # the notebook's own HTML: its code is ours, and frames escape what they show
        frame.page(
            story.file,
            "story.html.j2",
            title=story.title,
            body=Markup(_without_styles(body)),  # noqa: S704
        )
        stories.append(story)
    frame.page("stories.html", "stories.html.j2", title="Stories", stories=stories)
    return stories


def _without_styles(body: str) -> str:
    """Take out the styles that frames bring along; the site has its own, and allows no other."""
    return re.sub(r"<style[^>]*>.*?</style>", "", body, flags=re.DOTALL)


def _story(path: Path, notebook: Any) -> Story:
    text = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), "")
    heading = re.search(r"^# (.+)$", text, flags=re.MULTILINE)
    paragraphs = [part for part in text.split("\n\n") if part and not part.startswith("#")]
    return Story(
        file=f"{path.stem}.html",
        title=heading[1].strip() if heading else path.stem,
        lead=" ".join(re.sub(r"[`*_]", "", paragraphs[0]).split()) if paragraphs else "",
    )
