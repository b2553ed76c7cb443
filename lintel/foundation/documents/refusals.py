"""Why a file is not taken, in words that say what to do instead. Plain Python."""

from __future__ import annotations


class NotTaken(Exception):
    """This file is not kept; the message says why and what to do."""


class Dangerous(NotTaken):
    """This file could do something when it is opened."""


PROGRAM = "This is a program. Programs are not kept; ask the sender for the document itself."
WEB_PAGE = "This is a web page or drawing that can run scripts. Print it to PDF and attach the PDF."
ARCHIVE = "This is an archive with files inside it. Unpack it and attach the files themselves."
MACROS = "This document carries macros (small programs). Save it without macros, or as PDF, and attach that."
LINKED = "This document fetches something from elsewhere when it is opened. Save it as PDF and attach that."
EMBEDDED = "Other files are embedded in this document. Save it as PDF and attach that, and the files beside it."
ACTIVE_PDF = "This PDF carries scripts or embedded files. Print it to PDF again and attach the new one."
LOCKED_PDF = "This PDF asks for a password. Save it without the password and attach that."
BROKEN = "This file is broken or not what its name says: it cannot be opened. Ask the sender to send it again."
TWO_THINGS = "This file is two kinds of file in one, which can hide something. Take a photograph or print it to PDF."
BOMB = "This file would unpack into far more than a document holds. Ask the sender for it as PDF."
OLD_OFFICE = (
    "This is an old Word or Excel file, an Outlook .msg, or has a password. Save it as .docx, .xlsx, .eml or PDF first."
)
OTHER_PICTURE = "This kind of picture is not kept. Save it as JPEG or PNG and attach that."
TELEPHONE_PICTURE = (
    "This photograph is in the format of an Apple telephone (HEIC). Share it as JPEG, or choose “Most compatible” in "
    "the settings of the camera."
)
RICH_TEXT = "This is a rich text file (RTF). Save it as .docx or PDF and attach that."
UNKNOWN = "This kind of file is not kept. PDF, JPEG, PNG, Word (.docx), Excel (.xlsx), .odt, .eml and plain text are."
EMPTY = "This file is empty."
