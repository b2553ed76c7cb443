"""
Whose page a form was on, and which opening of it: two marks that every form of ours carries beside the CSRF token.

The first is signed, so that words are kept only for the person to whom the page was given, even after their session
has ended, and never for a stranger. The second tells two tabs of one address apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

from django.core import signing
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme

from lintel.foundation.access.models import User
from lintel.foundation.drafts.rules import is_an_address

SALT = "whose page this is"
SECONDS = 14 * 24 * 60 * 60
PAGE = re.compile(r"([0-9a-f]{32})(?:\.([0-9a-f]{32}))?")


@dataclass(frozen=True)
class Page:
    """One opening of a page, and the one whose kept words it was opened with."""

    key: str
    after: str = ""

    def __str__(self) -> str:
        return f"{self.key}.{self.after}" if self.after else self.key


def page_of(request: HttpRequest) -> Page:
    """The opening a form was sent from; one of its own for a form without a mark."""
    found = PAGE.fullmatch(request.POST.get("kept_page", ""))
    return Page(found[1], found[2] or "") if found else Page(uuid4().hex)


def whose_page(request: HttpRequest) -> User | None:
    """The person to whom the page was given that this form was sent from; None if it does not say or has forged it."""
    try:
        said = signing.TimestampSigner(salt=SALT).unsign(request.POST.get("kept_for", ""), max_age=SECONDS)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=int(said), is_active=True).first()


def where_typed(request: HttpRequest) -> str:
    """The address of the page that a form was sent from, with its query; the form's own where nothing else is said."""
    said = request.POST.get("kept_path", "")
    if is_an_address(said):
        return said
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        parts = urlsplit(came_from)
        where = parts.path + (f"?{parts.query}" if parts.query else "")
        if is_an_address(where):
            return where
    return request.get_full_path()


def marks(request: HttpRequest) -> str:
    """The two marks, as hidden fields; nothing for somebody who is not signed in."""
    if not request.user.is_authenticated:
        return ""
    page = page_of(request) if request.method == "POST" else getattr(request, "kept_page", Page(uuid4().hex))
    return format_html(
        '<input type="hidden" name="kept_for" value="{}"><input type="hidden" name="kept_page" value="{}">',
        signing.TimestampSigner(salt=SALT).sign(str(request.user.pk)), page,
    )  # fmt: skip
