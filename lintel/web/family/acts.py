"""What is done about one of a family: a form each, and the one act it leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lintel.foundation.people.families import actions
from lintel.foundation.people.models import Person
from lintel.foundation.people.registering.actions import set_safe_contact
from lintel.journey.families.queries import Family, Member
from lintel.web.family import forms

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

REFUSALS: dict[type[Exception], str] = {
    actions.SamePerson: "Choose somebody else: nobody is related to themselves",
    actions.StaysAsItIs: "A parent stays a parent. If it was never so, take it back and say how you know",
    actions.EndedAlready: "A colleague has said this already",
    actions.NotThatDay: "The day must not lie in days to come, nor before it began",
    actions.LivesThere: "They live there already",
    actions.NothingSaid: "There was nothing written",
}


@dataclass(frozen=True)
class Act:
    """
    One thing done about one member of a family.

    :param title: with a place for their name.
    :param do: takes the family, the member, what was typed, who and when.
    :param shares: whether the same may be meant for others of the household.
    :param begins: what the form opens with, as the record has it.
    """

    form: type[forms.About]
    title: str
    button: str
    do: Callable[..., Any]
    said: str
    shares: bool = False
    begins: Callable[[Family, Member], dict[str, Any]] = lambda _family, _member: {}


def _is_to_stay_secret(family: Family, member: Member) -> dict[str, Any]:
    """Where somebody lives who is not to be found, the next address is kept secret as well, unless somebody unticks."""
    return {"is_confidential": any(each.has_secret_address for each in (member, *family.home))}


def _people(family: Family, member: Member, also: Sequence[str] = ()) -> list[Person]:
    """The member, and those of the household for whom the same is meant."""
    home = {str(each.pk) for each in family.home}
    return [Person.objects.get(pk=pk) for pk in dict.fromkeys([member.pk, *(int(pk) for pk in also if pk in home)])]


def _move_in(family: Family, member: Member, *, on: Any, by: User, at: datetime) -> None:
    [person] = _people(family, member)
    actions.move_in(person, with_person=family.child, on=on, by=by, at=at)


def _move_out(family: Family, member: Member, *, on: Any, by: User, at: datetime) -> None:
    stay = next((stay for stay in member.stays if stay.left_on is None), None)
    if stay is None:
        raise actions.EndedAlready
    actions.move_out(stay, on=on, by=by, at=at)


def _live_at(family: Family, member: Member, *, also: Sequence[str] = (), by: User, at: datetime, **typed: Any) -> None:
    actions.live_at(_people(family, member, also), by=by, at=at, **typed)


def _ring(family: Family, member: Member, *, by: User, at: datetime, **typed: Any) -> None:
    actions.say_telephone(*_people(family, member), by=by, at=at, **typed)


def _speak(family: Family, member: Member, *, by: User, at: datetime, **typed: Any) -> None:
    actions.say_language(*_people(family, member), by=by, at=at, **typed)


def _safe_way(family: Family, member: Member, *, by: User, at: datetime, **typed: Any) -> None:
    set_safe_contact(*_people(family, member), by=by, at=at, **typed)


ACTS = {
    "move-in": Act(forms.MoveIn, "{} moved in", "Moved in", _move_in, "{} lives in the household."),
    "move-out": Act(forms.MoveOut, "{} moved out", "Moved out", _move_out, "{} lives here no more."),
    "address": Act(
        forms.LiveAt, "A new address for {}", "Save the address", _live_at, "The address of {} is saved.", shares=True,
        begins=_is_to_stay_secret,
    ),
    "telephone": Act(forms.Ring, "A telephone number of {}", "Save the number", _ring, "The number of {} is saved."),
    "language": Act(forms.Speak, "What {} speaks", "Save the language", _speak, "What {} speaks is saved."),
    "safe": Act(
        forms.SafeWay, "How {} may safely be reached", "Save", _safe_way,
        "How {} may safely be reached now stands first on this page.",
    ),
}  # fmt: skip
