"""Where an enquiry stands, who may sign it, and what a reader would miss. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Collection

from lintel.steps.enquiry_work.codes import Outcome, Section, State


def state(*, is_written: bool, is_sent: bool, is_returned: bool, is_signed: bool, is_over: bool = False) -> State:
    """
    Where the enquiry of one child stands.

    :param is_sent: whether it is before a manager now.
    :param is_returned: whether it was sent back, the last time it was sent.
    :param is_over: whether it ended elsewhere: as a file says, or by a conference that was held.
    """
    if is_signed:
        return State.SIGNED
    if is_over:
        return State.ENDED
    if is_sent:
        return State.WITH_MANAGER
    if is_returned:
        return State.SENT_BACK
    return State.WRITING if is_written else State.NOT_BEGUN


def may_sign(*, by: int, writers: Collection[int], authors: Collection[int]) -> bool:
    """Whether this person may sign: nobody signs off their own enquiry (hard stop 8)."""
    return by not in writers and by not in authors


def missing(child: str, *, written: Collection[Section], outcome: Outcome | None, is_seen: bool) -> list[str]:
    """
    What a reader would miss, in words. It is shown to the author and to the manager, and stops nobody.

    :param written: the sections in which there are words.
    :param is_seen: whether the child was seen since the enquiry began, as visits say.
    """
    found = [f"words under “{section.words}”" for section in Section if section not in written]
    if outcome is None:
        found.append(f"what it leads to for {child}")
    if not is_seen:
        found.append(f"a visit at which {child} was seen")
    return found
