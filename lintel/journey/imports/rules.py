"""What followed a contact, where the file does not say what was decided. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lintel.steps.front_door.codes import Outcome

# A referral is decided on within one working day (Working Together 2023); ten days leave room for bank holidays, for
# referrals dated when the decision was written down, and for a contact that waited for consent, without reaching the
# next month's contact about the same child.
FOLLOWS_WITHIN = timedelta(days=10)


@dataclass(frozen=True)
class ContactMade:
    """A contact about a child, whose decision the file does not give."""

    key: str
    received_on: date


@dataclass(frozen=True)
class Episode:
    """A referral of the same child and how long its episode of need was open."""

    key: str
    began_on: date
    closed_on: date | None
    is_nfa: bool

    def is_open_on(self, day: date) -> bool:
        """Whether the child was already open when the day began."""
        return not self.is_nfa and self.began_on < day and (self.closed_on is None or day < self.closed_on)


@dataclass(frozen=True)
class Followed:
    """What followed a contact, when, and the referral it led to if it led to one."""

    outcome: Outcome
    on: date
    referral: str = ""


def what_followed(
    contacts: Sequence[ContactMade], *, episodes: Sequence[Episode], early_help: Iterable[date], data_until: date
) -> dict[str, Followed]:
    """
    For each of one child's contacts, by its key, what followed it.

    A contact whose ten days are not over when the data end, and which nothing followed yet, is not in the answer: it
    stays undecided. One referral is led to by one contact, the latest before it.
    """
    led_to = _led_to_by(contacts, [episode.began_on for episode in episodes], [episode.key for episode in episodes])
    helped = sorted(early_help)
    helped_by = _led_to_by(contacts, helped, [str(n) for n in range(len(helped))])
    began = {episode.key: episode.began_on for episode in episodes}
    answer = {}
    for contact in contacts:
        found = _one(contact, led_to.get(contact.key, ""), helped_by.get(contact.key, ""), began, helped)
        if found is None and any(episode.is_open_on(contact.received_on) for episode in episodes):
            found = Followed(Outcome.TO_ALLOCATED_WORKER, contact.received_on)
        if found is None and contact.received_on + FOLLOWS_WITHIN < data_until:
            found = Followed(Outcome.NOTHING_FOLLOWED, contact.received_on)
        if found is not None:
            answer[contact.key] = found
    return answer


def _led_to_by(contacts: Sequence[ContactMade], days: Sequence[date], names: Sequence[str]) -> dict[str, str]:
    """For each contact's key, the thing it led to: each thing belongs to the latest contact in the days before it."""
    led = {}
    for day, name in sorted(zip(days, names, strict=True)):
        before = [
            contact
            for contact in contacts
            if contact.received_on <= day <= contact.received_on + FOLLOWS_WITHIN and contact.key not in led
        ]
        if before:
            led[max(before, key=lambda contact: (contact.received_on, contact.key)).key] = name
    return led


def _one(
    contact: ContactMade, referral: str, help_: str, began: dict[str, date], helped: Sequence[date]
) -> Followed | None:
    """Of a referral and early help that both followed, the nearer; the referral where they began the same day."""
    if referral and (not help_ or began[referral] <= helped[int(help_)]):
        return Followed(Outcome.REFERRAL, began[referral], referral)
    if help_:
        return Followed(Outcome.EARLY_HELP, helped[int(help_)])
    return None
