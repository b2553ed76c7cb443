"""
Where a request comes from, where it passes through servers of ours on its way.

What such a server says (`X-Forwarded-For`, `X-Forwarded-Proto`) is believed only of those named in
LINTEL_TRUSTED_PROXIES: anybody else can write into those headers whatever they like.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


def only_trusted_proxies_are_believed(get_response: Answer) -> Answer:
    """Put the client's own address and scheme where everything looks for them, and take the headers away."""

    def answer(request: HttpRequest) -> HttpResponse:
        chain, schemes = (_listed(request.META.pop(name, "")) for name in FORWARDED)
        peer = request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer):
            request.META["REMOTE_ADDR"] = _client([*chain, peer])
            request.META["wsgi.url_scheme"] = "https" if schemes[-1:] == ["https"] else "http"
        return get_response(request)

    return answer


def address_of(request: HttpRequest) -> str:
    """The network address a request comes from; of IPv6 the network of one house, since a house has them all."""
    text = str(request.META.get("REMOTE_ADDR", ""))
    address = _read(text)
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address or text)


def is_trusted(text: str) -> bool:
    """Whether this is the address of a server that is believed."""
    address = _read(text)
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)


def _client(chain: list[str]) -> str:
    """Of the addresses a request passed, the nearest that is not ours: each server adds whom it heard it from."""
    believed = chain[-1]
    for each in reversed(chain):
        if _read(each) is None:
            break
        believed = each
        if not is_trusted(each):
            break
    return believed


def _listed(header: str) -> list[str]:
    return [each.strip().lower() for each in header.split(",") if each.strip()]


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
