"""What a form says, as the knock it is: whose words, about whom, and what was left out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import BaseForm

from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.agencies.models import Agency
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.registering.actions import Particulars
from lintel.statute.calendar import local_day
from lintel.steps.front_door.codes import Channel, Concern, Consent, InformantKind, Part
from lintel.steps.front_door.completeness import OF_A_PROFESSIONAL, OF_THE_PUBLIC, Item
from lintel.steps.front_door.intake.actions import InformantTold, Knock, TellsOf
from lintel.web.knock.forms import DANGER, NEEDS_A_REASON, WHO

NO_REASON = "No reason was given on the form."


@dataclass(frozen=True, kw_only=True)
class Told:
    """One filled-in form: the answers, and a row for each child and grown-up somebody said something of."""

    answers: Mapping[str, Any]
    children: Sequence[Mapping[str, Any]]
    adults: Sequence[Mapping[str, Any]]
    agency: Agency | None = None
    is_professional: bool = True

    @property
    def asked(self) -> tuple[Item, ...]:
        return OF_A_PROFESSIONAL if self.is_professional else OF_THE_PUBLIC

    @property
    def said(self) -> list[Item]:
        """What was asked for and said, of the fixed list."""
        return [item for item in self.asked if _is_said(item, self)]

    @property
    def missing(self) -> list[Item]:
        return [item for item in self.asked if item not in self.said]


def told_by(form: BaseForm, children: Any, adults: Any, *, agency: Agency | None, is_professional: bool) -> Told:
    """What stands in valid forms."""
    rows, grown_ups = (
        [row.cleaned_data for row in forms if row.says_something()] for forms in (children, adults or ())
    )
    return Told(
        answers=form.cleaned_data, children=rows, adults=grown_ups, agency=agency, is_professional=is_professional
    )


def knock_of(told: Told, *, once: str, received_at: datetime) -> Knock:
    """
    The knock a form is.

    Sent twice it is one; changed and sent again it is another, so that nothing added is lost.
    """
    answers, professional = told.answers, told.is_professional
    content = hashlib.sha256(repr((sorted(answers.items()), told.children, told.adults)).encode()).hexdigest()
    agreement = Consent(answers["agreement"]) if answers.get("agreement") else None
    reason = answers.get("agreement_reason", "")
    return Knock(
        channel=Channel.FORM if professional else Channel.PUBLIC_FORM, received_at=received_at,
        words=_words(answers), original=_as_it_came(told), once=f"{once}/{content[:32]}",
        children=[child_of(row, received_at) for row in told.children], adults=[adult_of(row) for row in told.adults],
        informant=_informant(told), source=_source(told), concerns=[Concern(c) for c in answers.get("concerns", ())],
        is_danger_now=answers["danger"] == "yes", consent=agreement,
        consent_reason=reason or (NO_REASON if agreement in NEEDS_A_REASON else ""),
        screen="professional's form" if professional else "public form", items_said=[str(item) for item in told.said],
    )  # fmt: skip


def child_of(row: Mapping[str, Any], received_at: datetime) -> TellsOf:
    """A child as told. A date of birth still to come is one that is expected."""
    born = row["born"]
    expected = born is not None and born > local_day(received_at)
    particulars = Particulars(
        given=row["given"], family=row["family"], date_of_birth=born, address=row["address"], postcode=row["postcode"],
        certainty=BirthDateCertainty.EXPECTED if expected else None, is_address_confidential=row["is_secret"],
    )  # fmt: skip
    return TellsOf(particulars=particulars, school=row["school"], words=f"Age: {row['age']}" if row["age"] else "")


def adult_of(row: Mapping[str, Any]) -> TellsOf:
    particulars = Particulars(given=row["given"], family=row["family"], is_child=False)
    words = f"Telephone: {row['telephone']}" if row.get("telephone") else ""
    return TellsOf(particulars=particulars, part=Part(row["part"] or Part.OTHER), words=words)


HEADINGS = {
    "when": "When it was", "child_says": "What the child says", "done": "What they have done so far",
    "agreement_reason": "Why they tell us without the parents’ agreement",
}  # fmt: skip


def _words(answers: Mapping[str, Any]) -> str:
    said = [answers["words"]]
    said += [f"{heading}: {answers[name]}" for name, heading in HEADINGS.items() if answers.get(name)]
    return "\n\n".join(said)


ABOUT_THEMSELVES = frozenset({"who", "name", "post", "agency", "organisation", "telephone", "email", "safe_way"})


def _as_it_came(told: Told) -> str:
    """Every answer in the order of the form; who is telling us is kept apart, since it may be sealed."""
    danger = dict(DANGER).get(told.answers["danger"], "not said")
    lines = [f"A child in danger right now: {danger}"]
    for number, row in enumerate([*told.children, *told.adults], start=1):
        said = [f"{name}: {value}" for name, value in row.items() if value not in ("", None, False)]
        if row.get("is_secret"):  # it is kept with the child, where it is sealed
            said = [each for each in said if not each.startswith(("address:", "postcode:"))]
        lines.append(f"Person {number}: " + "; ".join(said))
    for name, value in told.answers.items():
        if value and name not in ABOUT_THEMSELVES | {"danger", "website"}:
            lines.append(f"{name}: {', '.join(value) if isinstance(value, list) else value}")
    return "\n".join(lines)


def _informant(told: Told) -> InformantTold:
    answers = told.answers
    if told.is_professional:
        return InformantTold(
            kind=InformantKind.POLICE if told.agency and told.agency.kind == "police" else InformantKind.PROFESSIONAL,
            name=answers["name"], post=answers["post"], telephone=answers["telephone"], email=answers["email"],
            organisation=answers["organisation"] or (told.agency.name if told.agency else ""),
            agency_id=told.agency.pk if told.agency else None,
        )  # fmt: skip
    _, kind, _ = WHO.get(answers["who"], WHO["other"])
    return InformantTold(kind=kind, name=answers["name"], telephone=answers["telephone"], safe_way=answers["safe_way"])


def _source(told: Told) -> str:
    """The census's code for where it came from; empty where only the desk can tell."""
    if told.is_professional:
        return AgencyKind(told.agency.kind).source if told.agency else ""
    who = told.answers["who"]
    if not who and not told.answers["name"]:
        return "9"
    return WHO.get(who, WHO["other"])[2]


def _is_said(item: Item, told: Told) -> bool:
    answers, children = told.answers, told.children
    of_each_child = {
        Item.CHILD_NAME: ("given", "family"), Item.CHILD_BORN: ("born", "age"),
        Item.CHILD_ADDRESS: ("address", "postcode"), Item.CHILD_SCHOOL: ("school",),
    }  # fmt: skip
    if item in of_each_child:
        return bool(children) and all(any(row[box] for box in of_each_child[item]) for row in children)
    reason_is_there = answers.get("agreement") not in NEEDS_A_REASON or answers.get("agreement_reason")
    return bool({
        Item.PARENTS: told.adults, Item.SEEN: answers["words"], Item.DONE: answers.get("done"),
        Item.AGREEMENT: answers.get("agreement") and reason_is_there,
        Item.WHO: answers.get("name") and (answers.get("post") or answers.get("organisation") or told.agency),
        Item.REACHED: answers.get("telephone") or answers.get("email"),
    }[item])  # fmt: skip
