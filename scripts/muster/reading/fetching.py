"""Fetching pages politely and safely: robots, pauses, one deadline, a size cap, public hosts only.

A host name is resolved once, its address is checked, and the connection goes to that very address,
so a name that resolves to something else a moment later gains nothing. Each redirect is checked the
same way.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass, field
from importlib import metadata
from urllib.parse import quote, urljoin, urlsplit

from muster.reading.addresses import is_address
from muster.reading.pages import MOST_BYTES, NoArticle, Page

DELAY = 1.0
"""Seconds between two requests to one host, unless its robots.txt asks for more."""
LONGEST_DELAY = 30.0
DEADLINE = 20.0
"""Seconds for one request, redirects apart, from resolving the name to the last byte."""
MOST_REDIRECTS = 5
MOST_ROBOTS_BYTES = 500_000
AGENT = "muster"


@dataclass
class Fetcher:
    """Fetches one page after the other, and remembers each host's rules and last request."""

    allow_private: bool = False
    """Whether loopback, private and other addresses that are not public may be asked."""
    delay: float = DELAY
    deadline: float = DEADLINE
    _robots: dict[str, _Robots] = field(default_factory=dict)
    _silent: dict[str, str] = field(default_factory=dict)
    """Why a host's robots.txt could not even be asked for."""
    _asked_at: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str) -> Page:
        """Fetch one page; its ``url`` is where the redirects ended.

        Raises:
            NoArticle: it cannot or may not be fetched; one line without the address.
        """
        source = url
        for _ in range(MOST_REDIRECTS + 1):
            self._may_fetch(url)
            answer = self._ask(url, MOST_BYTES)
            if answer.location is None:
                break
            url = _joined(url, answer.location)
        else:
            raise NoArticle(f"more than {MOST_REDIRECTS} redirects")
        if answer.status != 200:
            raise NoArticle(f"the server answers {answer.status} {answer.reason}".strip())
        return Page(source, answer.body, url=url, content_type=answer.content_type)

    def _may_fetch(self, url: str) -> None:
        root = urljoin(_http(url), "/")
        if root in self._silent:
            raise NoArticle(self._silent[root])
        try:
            if root not in self._robots:
                self._robots[root] = self._read_robots(root)
        except NoArticle as error:
            # a feed may name many pages of a host that does not answer
            self._silent[root] = str(error)
            raise
        if not self._robots[root].allows(url):
            raise NoArticle("the site's robots.txt forbids fetching it")

    def _read_robots(self, root: str) -> _Robots:
        """Read a host's rules as RFC 9309 has it: none there allows all, none readable nothing."""
        url = urljoin(root, "/robots.txt")
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(url, MOST_ROBOTS_BYTES, is_whole=False)
            if answer.location is None:
                break
            url = _joined(url, answer.location)
        if answer.status == 200:
            return _Robots(answer.body.decode("utf-8", "replace"))
        return _Robots("" if 300 <= answer.status < 500 else "User-agent: *\nDisallow: /")

    def _ask(self, url: str, most: int, *, is_whole: bool = True) -> _Answer:
        parts = urlsplit(_http(url))
        self._pause(parts.netloc, urljoin(url, "/"))
        try:
            return _request(url, most, self.deadline, self.allow_private, is_whole)
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            raise NoArticle(_in_words(error, parts.hostname or "", self.deadline)) from error
        finally:
            self._asked_at[parts.netloc] = time.monotonic()

    def _pause(self, host: str, root: str) -> None:
        robots = self._robots.get(root)
        delay = max(self.delay, robots.delay if robots else 0.0)
        if host in self._asked_at:
            time.sleep(max(0.0, self._asked_at[host] + delay - time.monotonic()))


class _Robots:
    def __init__(self, text: str) -> None:
        from protego import Protego

        self._rules = Protego.parse(text)
        self.delay = min(self._rules.crawl_delay(AGENT) or 0.0, LONGEST_DELAY)

    def allows(self, url: str) -> bool:
        return self._rules.can_fetch(url, AGENT)


@dataclass(frozen=True)
class _Answer:
    status: int
    reason: str
    content_type: str | None
    location: str | None
    body: bytes


def _http(url: str) -> str:
    try:
        has_host = bool(urlsplit(url).hostname)
    except ValueError as error:
        raise NoArticle(f"no address that can be read ({error})") from error
    if not url.lower().startswith(("http://", "https://")) or not has_host:
        scheme = url.partition(":")[0] if is_address(url) else url
        raise NoArticle(f"an address of {scheme!r}, expected http or https")
    return url


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise NoArticle(f"a redirect to what is no address ({error})") from error


def _request(url: str, most: int, deadline: float, allow_private: bool, is_whole: bool) -> _Answer:
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = _Connection(host, port, deadline, allow_private, parts.scheme == "https")
    # a server that drips a byte now and then keeps every single read alive: cut it off from outside
    watchdog = threading.Timer(deadline, connection.abort)
    watchdog.start()
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
        headers = {
            "User-Agent": f"{AGENT}/{metadata.version('muster')}",
            "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        connection.request("GET", path + query, headers=headers)
        response = connection.getresponse()
        location = response.getheader("Location")
        is_redirect = response.status in (301, 302, 303, 307, 308) and location is not None
        body = b"" if is_redirect or response.status != 200 else _body(response, most, is_whole)
        if connection.was_aborted:
            raise TimeoutError
        return _Answer(
            response.status,
            response.reason,
            response.getheader("Content-Type"),
            location if is_redirect else None,
            body,
        )
    except Exception as error:
        if connection.was_aborted:
            raise TimeoutError from error
        raise
    finally:
        watchdog.cancel()
        connection.close()


def _body(response: http.client.HTTPResponse, most: int, is_whole: bool) -> bytes:
    """Read a body, inflated, up to ``most`` bytes; what is longer is refused or, else, cut."""
    inflater = zlib.decompressobj(31) if response.getheader("Content-Encoding") == "gzip" else None
    parts: list[bytes] = []
    size = 0
    while chunk := response.read1(65536):
        if inflater is not None:
            chunk = inflater.decompress(chunk, most + 1 - size)
        parts.append(chunk)
        size += len(chunk)
        if size > most or (inflater is not None and inflater.unconsumed_tail):
            if is_whole:
                raise NoArticle(f"more than {most / 1e6:.0f} MB; no article has as many")
            break
    if is_whole and (response.length or (inflater is not None and size and not inflater.eof)):
        raise NoArticle("the connection broke off in the middle of the page")
    return b"".join(parts)[:most]


class _Connection(http.client.HTTPConnection):
    """A connection to one address that was resolved and checked just before."""

    def __init__(
        self, host: str, port: int, timeout: float, allow_private: bool, tls: bool
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        self.default_port = 443 if tls else 80
        self.was_aborted = False
        self._connected: socket.socket | None = None  # `sock` goes when a response takes it over
        self._allow_private = allow_private
        self._tls = tls

    def connect(self) -> None:
        candidates = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        for family, _, _, _, address in candidates:
            if not self._allow_private:
                _refuse_what_is_not_public(str(address[0]))
            try:
                sock = socket.socket(family, socket.SOCK_STREAM)
                sock.settimeout(self.timeout)
                sock.connect(address)
                break
            except OSError as error:
                sock.close()
                last_error = error
        else:
            raise last_error
        self.sock = self._connected = sock
        if self._tls:
            context = ssl.create_default_context()
            self.sock = self._connected = context.wrap_socket(sock, server_hostname=self.host)

    def abort(self) -> None:
        self.was_aborted = True
        if self._connected is not None:
            with contextlib.suppress(OSError):  # it may have gone by itself
                self._connected.shutdown(socket.SHUT_RDWR)


def _refuse_what_is_not_public(address: str) -> None:
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    if found.version == 6 and found in _NAT64:
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    if not found.is_global or not inner.is_global or inner.is_multicast:
        raise NoArticle(
            f"its host is at {address}, which is not public; fetch it with --allow-private"
        )


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of this network lead to the IPv4 address in their last four bytes."""


def _in_words(error: Exception, host: str, deadline: float) -> str:
    if isinstance(error, TimeoutError):
        return f"no whole answer within {deadline:.0f} s"
    if isinstance(error, socket.gaierror | UnicodeError):
        return f"no host has the name {host}"
    if isinstance(error, ssl.SSLError):
        return f"its certificate or TLS is not right ({error.reason or error})"
    if isinstance(error, http.client.HTTPException):
        return f"the server does not speak HTTP ({type(error).__name__})"
    if isinstance(error, zlib.error):
        return "the server sends damaged gzip"
    return f"no connection ({error})"
