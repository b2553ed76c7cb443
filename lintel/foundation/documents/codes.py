"""What a file is, found in its content and never in its name, and what a document is for those who read it."""

from __future__ import annotations

from enum import StrEnum


class Found(StrEnum):
    """The kinds of file that are kept."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TEXT = "text"
    EMAIL = "email"
    WORD = "word"
    EXCEL = "excel"
    WRITER = "writer"

    @property
    def words(self) -> str:
        return _FILES[self][0]

    @property
    def ending(self) -> str:
        """How the name of such a file ends when it is downloaded, whatever it was called."""
        return _FILES[self][1]

    @property
    def media_type(self) -> str:
        return _FILES[self][2]

    @property
    def is_picture(self) -> bool:
        return self in (Found.PNG, Found.JPEG)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_FILES: dict[Found, tuple[str, str, str]] = {
    Found.PDF: ("PDF", ".pdf", "application/pdf"),
    Found.PNG: ("Picture (PNG)", ".png", "image/png"),
    Found.JPEG: ("Picture (JPEG)", ".jpg", "image/jpeg"),
    Found.TEXT: ("Text", ".txt", "text/plain"),
    Found.EMAIL: ("E-mail", ".eml", "message/rfc822"),
    Found.WORD: ("Word document", ".docx", f"{_OFFICE}.wordprocessingml.document"),
    Found.EXCEL: ("Excel workbook", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    Found.WRITER: ("OpenDocument text", ".odt", "application/vnd.oasis.opendocument.text"),
}  # fmt: skip


class DocumentKind(StrEnum):
    """What a document is."""

    LETTER = "letter"
    EMAIL = "email"
    REPORT = "report"
    ASSESSMENT = "assessment"
    MINUTES = "minutes"
    COURT = "court"
    PICTURE = "picture"
    OTHER = "other"

    @property
    def words(self) -> str:
        return _KINDS[self]


_KINDS = {
    DocumentKind.LETTER: "Letter", DocumentKind.EMAIL: "E-mail", DocumentKind.REPORT: "Report",
    DocumentKind.ASSESSMENT: "Assessment by another agency", DocumentKind.MINUTES: "Minutes of a meeting",
    DocumentKind.COURT: "Court paper", DocumentKind.PICTURE: "Photograph or drawing",
    DocumentKind.OTHER: "Something else",
}  # fmt: skip


class Reading(StrEnum):
    """How far the words of a document have been read for the search."""

    WAITING = "waiting"
    READ = "read"
    NOTHING = "nothing"
    FAILED = "failed"
