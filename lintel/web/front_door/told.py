"""From what was typed during a call to what the front door takes in: nothing that was typed is lost on the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from lintel.foundation.people.models import Person
from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.chronology.queries import ChildNotVisible
from lintel.journey.chronology.queries import child as known_child
from lintel.steps.front_door.codes import Channel, InformantKind, Part
from lintel.steps.front_door.intake.actions import InformantTold, Knock, TellsOf
from lintel.steps.front_door.intake.born import born_as_told

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.steps.front_door.desk.models import Call

ASKED = {
    "safe_now": "Is the child safe right now?", "where": "Where are they now?", "with_whom": "Who is with them?",
}  # fmt: skip
ANSWERS = {"yes": "Yes", "no": "No", "not_known": "They do not know"}
SOURCES = {InformantKind.FAMILY: "1A", InformantKind.CHILD: "1C", InformantKind.POLICE: "6"}


def knock_of(call: Call, told: Any, children: Any, adults: Any, *, viewer: User, on: date) -> Knock:
    """What a call hands in. Boxes that could not be read are kept with the words."""
    typed = told.cleaned_data
    tells_of_children = [child_told(form.cleaned_data, viewer=viewer, on=on) for form in children if _is_filled(form)]
    tells_of_adults = [_adult_told(form.cleaned_data) for form in adults if _is_filled(form)]
    informant = _informant(typed)
    words = [typed.get("words", "").strip(), _answers(typed), _unread(told, children, adults)]
    return Knock(
        channel=Channel.TELEPHONE, received_at=call.begun_at, once=f"call {call.pk}", children=tells_of_children,
        adults=tells_of_adults, informant=informant, source=_source(informant),
        words="\n\n".join(filter(None, words)),
    )  # fmt: skip


def child_told(typed: dict[str, Any], *, viewer: User, on: date) -> TellsOf:
    """A child as typed; somebody we know where the officer has picked a record."""
    born, certainty = born_as_told(typed.get("born", ""), on=on)
    said = typed.get("born", "").strip()
    words = [typed.get("words", "").strip(), f"Said to be: {said}" if said and certainty != "known" else ""]
    return TellsOf(
        particulars=Particulars(
            given=typed.get("given", ""), family=typed.get("family", ""), date_of_birth=born, certainty=certainty,
            address=typed.get("address", ""),
        ),
        person=picked(typed.get("person"), viewer=viewer), school=typed.get("school", ""),
        words=" ".join(filter(None, words)),
    )  # fmt: skip


def picked(pk: int | None, *, viewer: User) -> Person | None:
    """The child an officer picked, if it is theirs to see."""
    if not pk or pk >= 2**63:
        return None
    try:
        return known_child(viewer=viewer, pk=pk)
    except ChildNotVisible:
        return None


def _adult_told(typed: dict[str, Any]) -> TellsOf:
    given, _, family = typed.get("name", "").strip().rpartition(" ")
    part = Part(typed["part"]) if typed.get("part") else Part.OTHER
    return TellsOf(particulars=Particulars(given=given, family=family, is_child=False), part=part)


def _informant(typed: dict[str, Any]) -> InformantTold | None:
    said = {name: typed.get(name, "").strip() for name in ("name", "organisation", "telephone", "safe_way")}
    if not typed.get("kind") and not any(said.values()) and not typed.get("unnamed"):
        return None
    # Nobody said what they are: then they are sealed, as a member of the public is.
    kind = InformantKind(typed.get("kind") or InformantKind.PUBLIC)
    return InformantTold(kind=kind, is_sealed=True if typed.get("unnamed") else None, **said)


def _source(informant: InformantTold | None) -> str:
    if informant is None:
        return ""
    if informant.kind == InformantKind.PUBLIC and not informant.name:
        return "9"
    return SOURCES.get(informant.kind, "")


def _answers(typed: dict[str, Any]) -> str:
    said = {name: ANSWERS.get(typed.get(name, ""), typed.get(name, "").strip()) for name in ASKED}
    lines = [f"{ASKED[name]} {answer}" for name, answer in said.items() if answer]
    return "\n".join(["We asked:", *lines]) if lines else ""


def _unread(told: Any, children: Any, adults: Any) -> str:
    """What stands in boxes that could not be read, so that it is not lost when it cannot wait."""
    lines = []
    for form in [told, *children, *adults]:
        for name in form.errors:
            value = str(form.data.get(form.add_prefix(name), "")).replace("\x00", "")
            lines.append(f"{form.fields[name].label}: {value}" if name in form.fields else "")
    return "\n".join(filter(None, lines))


def _is_filled(form: Any) -> bool:
    return any(value for name, value in form.cleaned_data.items() if name != "part")


def all_that_was_said(told: Any, children: Any, adults: Any) -> str:
    """
    Everything that was typed about a call but who rang: that is not kept of a call that is not a referral.

    Empty where it is no more than the line itself.
    """
    typed = told.cleaned_data
    rows = [_row_in_words(form) for form in [*children, *adults] if _is_filled(form)]
    words = [typed.get("words", "").strip(), _answers(typed), *rows, _unread(told, children, adults)]
    said = "\n\n".join(filter(None, words))
    return "" if said == typed.get("line", "").strip() else said


def _row_in_words(form: Any) -> str:
    """Name: Kit. Date of birth or age: about 7."""
    rows = [(name, value) for name, value in form.cleaned_data.items() if value and name not in ("person", "part")]
    return "\n".join(f"{form.fields[name].label}: {value}" for name, value in rows)


def in_one_line(typed: dict[str, Any], otherwise: str) -> str:
    """The one line of a call that is not a referral: what was typed for it, else the first of the words."""
    line = typed.get("line", "").strip() or " ".join(typed.get("words", "").split())
    return line[:500] or otherwise


def read_all(forms: Iterable[Any]) -> bool:
    """Whether all forms can be read; each is asked, so that each shows what is wrong with it."""
    return all([form.is_valid() for form in forms])
