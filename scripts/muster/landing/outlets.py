"""Under which label of the registry an article's outlet lands; an unknown one is added to it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from muster.reading.addresses import site
from muster.seeds import Row

NOT_STATED = "Outlet not stated"
NEW_NOTE = "added by muster land; country and kind are to be looked up"
NEW_KIND = "unclassified"


@dataclass
class Outlets:
    """Labels by name and by site; ``new_outlets`` and ``new_labels`` are rows for the registry."""

    labels: dict[str, str]
    """Label by its own or its outlet's name, without case."""
    sites: dict[str, str]
    """The label under which a site's articles have landed most."""
    outlet_ids: set[str]
    new_outlets: list[Row] = field(default_factory=list)
    new_labels: list[Row] = field(default_factory=list)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Sequence[Row]]) -> Outlets:
        """Build from the registry's outlets and labels and from the articles that have landed."""
        names = {row["outlet_id"]: row["outlet_name"] for row in rows["registry_outlets"]}
        own = [row for row in rows["registry_outlet_labels"] if not row["relayed_from"]]
        labels = {names[row["outlet_id"]].casefold(): row["outlet_label"] for row in own}
        labels |= {
            row["outlet_label"].casefold(): row["outlet_label"]
            for row in rows["registry_outlet_labels"]
        }
        own_labels = {row["outlet_label"] for row in own}
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in rows["raw_articles"]:
            if row["outlet"] in own_labels:
                counts[site(row["url"])][row["outlet"]] += 1
        sites = {
            place: min(found, key=lambda label: (-found[label], label))
            for place, found in counts.items()
        }
        return cls(labels, sites, set(names))

    def known(self, outlet: str | None, url: str | None, *, is_said: bool) -> str | None:
        """Return the label that the registry has for an article; None where it has none.

        Args:
            outlet: its name; None where nothing names it.
            url: its address; None where it has none.
            is_said: whether a person names it so; else the site's usual label wins.
        """
        usual = self.sites.get(site(url)) if url and not is_said else None
        return usual or self.labels.get((outlet or "").strip().casefold())

    def label(self, outlet: str | None, url: str | None, *, is_said: bool) -> str:
        """Return ``known``, or else a new label, which is noted for the registry."""
        if known := self.known(outlet, url, is_said=is_said):
            return known
        return self._added((outlet or "").strip() or (site(url) if url else NOT_STATED))

    def _added(self, name: str) -> str:
        outlet_id = _slug(name)
        if outlet_id not in self.outlet_ids:
            self.outlet_ids.add(outlet_id)
            self.new_outlets.append(
                {
                    "outlet_id": outlet_id,
                    "outlet_name": name,
                    "country": "",
                    "kind": NEW_KIND,
                    "trait": "",
                    "note": NEW_NOTE,
                }
            )
        self.labels[name.casefold()] = name
        self.new_labels.append(
            {
                "outlet_label": name,
                "outlet_id": outlet_id,
                "relayed_from": "",
                "relation": "",
                "note": "",
            }
        )
        return name


def _slug(name: str) -> str:
    """Return a readable id of Latin letters, digits and hyphens; a hash where the name has none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    readable = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return readable or "outlet-" + hashlib.sha256(name.encode()).hexdigest()[:8]
