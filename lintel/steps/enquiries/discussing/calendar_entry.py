"""An invitation as calendars read it (RFC 5545, iTIP of RFC 5546). It leaves the house: it names no child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

OCTETS_IN_A_LINE = 75


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """
    What an invitation says. There is no field for whom the discussion is about.

    :param uid: the same for every slot of one discussion, so that a calendar moves what it has.
    :param sequence: how often it was moved; calendars heed only a higher one.
    :param link: where to answer.
    """

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    dial_in: str
    link: str
    organiser: str
    invited: str
    is_cancelled: bool = False

    def text(self, *, at: datetime) -> str:
        """The calendar file, in lines that end and fold as the standard asks."""
        ends_at = self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)
        lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lintel//Strategy discussion//EN", "CALSCALE:GREGORIAN",
            f"METHOD:{'CANCEL' if self.is_cancelled else 'REQUEST'}", "BEGIN:VEVENT", f"UID:{_escaped(self.uid)}",
            f"DTSTAMP:{_moment(at)}", f"SEQUENCE:{self.sequence}", f"DTSTART:{_moment(self.starts_at)}",
            f"DTEND:{_moment(ends_at)}", "SUMMARY:Strategy discussion", f"LOCATION:{_escaped(self.dial_in)}",
            f"DESCRIPTION:{_escaped(self._says)}", f"ORGANIZER:mailto:{_address(self.organiser)}",
            f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:{_address(self.invited)}",
            f"STATUS:{'CANCELLED' if self.is_cancelled else 'TENTATIVE'}", "CLASS:CONFIDENTIAL", "END:VEVENT",
            "END:VCALENDAR",
        ]  # fmt: skip
        return "".join(f"{_folded(line)}\r\n" for line in lines)

    @property
    def _says(self) -> str:
        if self.is_cancelled:
            return "This time is no longer kept. You will be asked again."
        return f"Dial in: {self.dial_in}\nSay whether you can: {self.link}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(words: str) -> str:
    one = words.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    escaped = one.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(letter for letter in escaped if letter.isprintable())


def _address(address: str) -> str:
    """An address can hold nothing that would end the line or begin another value."""
    return "".join(letter for letter in address if letter.isprintable() and letter not in ' ";,')


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never cut within a letter; the next begins with a space, which counts."""
    folded, octets = "", 0
    for letter in line:
        size = len(letter.encode())
        if octets + size > OCTETS_IN_A_LINE:
            folded, octets = f"{folded}\r\n ", 1
        folded, octets = folded + letter, octets + size
    return folded
