"""Addresses as articles are known by: one article, one address, whatever trackers were on it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

TEXT_ADDRESS = "https://text.invalid/"
"""Stands for an article that has no address; ``.invalid`` never resolves (RFC 6761)."""


def canonical_url(url: str) -> str | None:
    """Return the one form of an http(s) address; None if it is none.

    courlan lowers scheme and host, drops trackers and default ports, and sorts the query; fragment,
    user and password go as well. What is left still leads to the page.
    """
    from courlan import clean_url

    if not re.match(r"https?://[^/]", url, re.IGNORECASE) or re.search(r"[\s\"<>]", url.strip()):
        return None
    try:
        parts = urlsplit(clean_url(url) or "")
        host = parts.netloc.rpartition("@")[2]
        is_right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    if not is_right:
        return None
    return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))


def identity(url: str) -> str:
    """Return what tells one article from another by its canonical address.

    Scheme, www, a slash at the end and the marks of mobile and AMP copies make no difference.
    """
    parts = urlsplit(url)
    path = re.sub(r"/amp/?$|/+$", "", parts.path)
    marks = ("amp", "amp=1", "outputType=amp")
    query = "&".join(part for part in parts.query.split("&") if part and part not in marks)
    return f"{site(url)}{path}" + (f"?{query}" if query else "")


def site(url: str) -> str:
    """Return the site of an address: its host, without www, m or amp in front and without port."""
    host = urlsplit(url).hostname or ""
    return re.sub(r"^(?:www\d?|m|amp|mobile)\.(?=.*\.)", "", host)


def is_address(source: str) -> bool:
    """Tell whether somebody means the web by this."""
    return re.match(r"[a-z][a-z0-9+.-]*://", source, re.IGNORECASE) is not None
