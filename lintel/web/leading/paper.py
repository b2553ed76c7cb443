"""The minutes of a meeting that is closed, as a PDF that screen readers can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

STYLE = "lintel/paper.css"


class CannotPrint(Exception):
    """The library that lays out text, Pango, is not installed on this machine."""


def printed(words: dict[str, Any]) -> bytes:
    """
    Lay minutes out on A4, as PDF/UA.

    :raises CannotPrint: where Pango is missing; the page prints from the browser all the same.
    """
    try:
        from weasyprint import CSS, HTML
    except OSError as missing:  # WeasyPrint looks for Pango as soon as it is imported
        raise CannotPrint from missing
    looks = Path(finders.find(STYLE) or "").read_text()
    page = HTML(string=render_to_string("leading/minutes_paper.html", words))
    made: bytes = page.write_pdf(stylesheets=[CSS(string=looks)], pdf_variant="pdf/ua-1", pdf_tags=True)
    return made
