"""Asking who has a family now, the same for everybody who asks; and whether early help held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import kept_from, team_line, visible_children
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.statute.calendar import england, local_day
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.early_help.permissions import SEE_EARLY_HELP
from lintel.steps.early_help.queries import of_the_same_contact, requests
from lintel.steps.early_help.rules import Holder, Stage, Standing, SteppedUp, Verdict, judged, stage, who_has
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# Of several requests about one child, which says who has the family: what takes precedence comes first.
PRECEDENCE = (
    Holder.FRONT_DOOR, Holder.EARLY_HELP, Holder.WHO_ASKED, Holder.SOCIAL_CARE, Holder.ELSEWHERE, Holder.NOBODY,
)  # fmt: skip
LEADS_TO = {
    Outcome.REFERRAL: SteppedUp.TO_SOCIAL_CARE, Outcome.STRATEGY_DISCUSSION: SteppedUp.TO_SOCIAL_CARE,
    Outcome.TO_ALLOCATED_WORKER: SteppedUp.TO_SOCIAL_CARE, Outcome.OTHER_AUTHORITY: SteppedUp.ELSEWHERE,
    # Closed for now, whatever it is called: the front door still has to ask.
    Outcome.AWAITING_INFORMATION: SteppedUp.UNDECIDED,
}  # fmt: skip
JUDGED_AFTER = ("step_down_holds", "step_down_holds_a_year")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it stands: the child, by when it is to be answered, who has the family, whether it held."""

    request: EarlyHelpRequest
    name: str
    stage: Stage
    accept_by: date
    who_has: str
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HeldOrNot:
    """Whether early help held for a child it met; without a name or a day where the child is no longer one's to see."""

    request: EarlyHelpRequest
    name: str
    verdicts: tuple[Verdict, ...]


def asked_of_early_help(*, viewer: User, today: date) -> list[Asked]:
    """What early help was asked and has not ended, about children this viewer may see; what is due first is first."""
    return _as_asked(requests(viewer=viewer).filter(ended_at__isnull=True), viewer=viewer, today=today)


def one_asked(pk: int, *, viewer: User, today: date) -> Asked | None:
    """One request; None where there is none, or none this viewer may see: the answer is the same."""
    return next(iter(_as_asked(requests(viewer=viewer).filter(pk=pk), viewer=viewer, today=today)), None)


def asked_together_with(each: Asked, *, viewer: User, today: date) -> list[Asked]:
    """Brothers and sisters of the same contact who stand where this child stands."""
    found = _as_asked(of_the_same_contact(each.request, viewer=viewer), viewer=viewer, today=today)
    return [other for other in found if other.stage is each.stage]


def met_by_early_help(*, viewer: User) -> QuerySet[EarlyHelpRequest]:
    """
    The requests whose family was met, the latest first: of children this viewer may see, and those their own team let
    go of, so that early help learns whether it held.
    """
    if not may(viewer, SEE_EARLY_HELP):
        return EarlyHelpRequest.objects.none()
    met = EarlyHelpRequest.objects.filter(first_met_at__isnull=False, child__merged_into__isnull=True)
    theirs = Q(child__in=visible_children(viewer)) | Q(team__in=team_line(viewer))
    found = met.filter(theirs).exclude(child__in=kept_from(viewer)).select_related("team", "child")
    return found.prefetch_related("child__names").order_by("-first_met_at", "-pk")


def whether_they_held(found: Sequence[EarlyHelpRequest], *, viewer: User, today: date) -> list[HeldOrNot]:
    """
    What became of families that early help met, six and twelve months on.

    Of a child who is no longer theirs to see they learn that it held or did not: no name, no day, no contact.
    """
    seen = set(visible_children(viewer).filter(pk__in=[each.child_id for each in found]).values_list("pk", flat=True))
    verdicts = _whether_they_held(found, today=today)
    return [
        HeldOrNot(request=each, name=name_of(each.child), verdicts=verdicts[each.pk])
        if each.child_id in seen
        else HeldOrNot(
            request=each, name="",
            verdicts=tuple(replace(verdict, referred_on=None, contacts=0) for verdict in verdicts[each.pk]),
        )
        for each in found
    ]  # fmt: skip


def who_has_the_family(child: Person, *, viewer: User) -> str:
    """In one sentence; empty where early help was never asked, or for those who may not see the child."""
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return ""
    found = list(EarlyHelpRequest.objects.filter(child=child).select_related("team", "child").order_by("pk"))
    return _sentences(found, standings_of(found, viewer=viewer)).get(child.pk, "")


def who_has_the_children(contact: Contact, *, viewer: User) -> list[str]:
    """The same, for each child of a contact whom this viewer may see and about whom early help was asked."""
    children = Person.objects.filter(child_contacts__contact=contact).order_by("pk")
    return [says for child in children if (says := who_has_the_family(child, viewer=viewer))]


def standings_of(found: Sequence[EarlyHelpRequest], *, viewer: User) -> dict[int, Standing]:
    """What has happened to each request, the front door's decisions about step-ups among it."""
    assert viewer is not None
    lines = {
        (line.contact_id, line.child_id): line
        for line in ChildContact.objects.filter(contact__in=[each.stepped_up_to_id for each in found])
    }
    children = [each.child_id for each in found]
    asked = EarlyHelpRequest.objects.filter(child__in=children).order_by("pk")
    columns = asked.values_list("child_contact_id", "referral_id", "pk")
    last_asked: dict[tuple[int | None, int | None], int] = {}
    for line, referral, pk in columns:
        last_asked[line, referral] = pk  # the last of each wins
    episodes = defaultdict(list)
    for pk, child, closed_on in (
        Referral.objects.filter(child__in=children).exclude(is_nfa=True).values_list("pk", "child_id", "closed_on")
    ):
        episodes[child].append((pk, closed_on))
    return {
        each.pk: replace(
            _standing(each, lines.get((each.stepped_up_to_id or 0, each.child_id)), last_asked),
            is_step_down=each.referral_id is not None, is_closed=_is_closed(each, episodes[each.child_id]),
        )
        for each in found
    }  # fmt: skip


def _is_closed(request: EarlyHelpRequest, episodes: Sequence[tuple[int, date | None]]) -> bool:
    """Whether social care has let go: of the episode that steps down or, after a step-up, of every one there is."""
    theirs = episodes if request.stepped_up_at else [each for each in episodes if each[0] == request.referral_id]
    return bool(theirs) and all(closed_on is not None for _, closed_on in theirs)


def _as_asked(asked: QuerySet[EarlyHelpRequest], *, viewer: User, today: date) -> list[Asked]:
    """These requests as they stand; the same number of questions for any number of them."""
    found = list(asked.prefetch_related("child__names"))
    # Who has a child may follow from another request about them.
    about = requests(viewer=viewer).filter(child__in={each.child_id for each in found}).prefetch_related("child__names")
    standings = standings_of(list(about), viewer=viewer)
    verdicts, limits, calendar = _whether_they_held(found, today=today), all_limits(), england()
    says = _sentences(about, standings)
    shown = []
    for each in found:
        day = local_day(each.asked_at)
        shown.append(
            Asked(
                request=each, name=name_of(each.child), stage=stage(standings[each.pk]), who_has=says[each.child_id],
                accept_by=limits.time_limit("step_down_accepted", on=day).due_on(day, calendar),
                verdicts=verdicts.get(each.pk, ()),
            )
        )  # fmt: skip
    return sorted(shown, key=lambda each: (each.accept_by, each.request.pk))


def _whether_they_held(found: Sequence[EarlyHelpRequest], *, today: date) -> dict[int, tuple[Verdict, ...]]:
    """What the record says six and twelve months after early help first met each family; two queries for all."""
    met = {each.pk: local_day(each.first_met_at) for each in found if each.first_met_at}
    children = {each.child_id for each in found if each.pk in met}
    referred, seen, limits = defaultdict(list), defaultdict(list), all_limits()
    for child, day in Referral.objects.filter(child__in=children).values_list("child_id", "referred_on"):
        referred[child].append(day)
    lines = ChildContact.objects.filter(child__in=children)
    for child, day in lines.values_list("child_id", "contact__received_on"):
        seen[child].append(day)
    return {
        each.pk: tuple(
            judged(
                met_on=met[each.pk], months=limit.amount, judged_on=limit.due_on(met[each.pk], england()), today=today,
                referrals=referred[each.child_id], contacts=seen[each.child_id],
            )
            for limit in (limits.time_limit(code, on=met[each.pk]) for code in JUDGED_AFTER)
        )
        for each in found
        if each.pk in met
    }  # fmt: skip


def _standing(
    request: EarlyHelpRequest, line: ChildContact | None, last_asked: Mapping[tuple[int | None, int | None], int]
) -> Standing:  # fmt: skip
    stepped_up, is_asked_again = SteppedUp.NEVER, False
    if request.stepped_up_at is not None:
        outcome = line.outcome if line is not None and line.decided_on else ""
        stepped_up = LEADS_TO.get(Outcome(outcome), SteppedUp.BACK_TO_EARLY_HELP) if outcome else SteppedUp.UNDECIDED
        is_asked_again = line is not None and (line.pk, None) in last_asked
    asked_by = (request.child_contact_id, request.referral_id)
    if request.sent_back_at is not None and asked_by != (None, None):
        is_asked_again |= last_asked[asked_by] > request.pk
    return Standing(
        is_accepted=request.accepted_at is not None, is_sent_back=request.sent_back_at is not None,
        is_asked_again=is_asked_again, is_met=request.first_met_at is not None, is_ended=request.ended_at is not None,
        stepped_up=stepped_up,
    )  # fmt: skip


def _sentences(found: Iterable[EarlyHelpRequest], standings: dict[int, Standing]) -> dict[int, str]:
    """By child: the one sentence that holds, whichever of their requests one looks at."""
    holding: dict[int, tuple[int, int, str]] = {}
    for each in found:
        if standings[each.pk].is_asked_again:
            continue
        holder = who_has(standings[each.pk])
        place = (PRECEDENCE.index(holder), -each.pk, _in_words(each, holder))
        holding[each.child_id] = min(holding.get(each.child_id, place), place)
    return {child: words for child, (_, _, words) in holding.items()}


def _in_words(request: EarlyHelpRequest, holder: Holder) -> str:
    name, asker = name_of(request.child), "The front door" if request.child_contact_id else "Children’s social care"
    if holder is Holder.WHO_ASKED and request.sent_back_at:
        return f"{asker} has {name}: early help sent them back on {_day(request.sent_back_at)}."
    if holder is Holder.WHO_ASKED and request.accepted_at:
        accepted = f"early help accepted on {_day(request.accepted_at)}, {request.lead_practitioner}"
        return f"{asker} has {name} until early help has met the family: {accepted}."
    if holder is Holder.EARLY_HELP and not request.accepted_at:
        return f"Early help has {name}: social care closed without waiting, and {request.team} has not accepted yet."
    if holder is Holder.NOBODY and not request.ended_at:
        return f"Nobody here works with {name}: children’s social care has closed."
    if holder is Holder.EARLY_HELP:
        met = "" if request.first_met_at else " They have not met the family yet."
        who = f"{request.lead_practitioner}, {request.team}"
        return f"Early help has {name}: {who}, since {_day(request.accepted_at)}.{met}"
    return {
        Holder.WHO_ASKED: f"{asker} has {name} until early help accepts.",
        Holder.FRONT_DOOR: f"The front door has {name}: stepped up on {_day(request.stepped_up_at)}, to be decided.",
        Holder.SOCIAL_CARE: f"Children’s social care has {name}, since early help stepped up.",
        Holder.ELSEWHERE: f"{name} was passed to another authority after early help stepped up.",
        Holder.NOBODY: f"Nobody here works with {name}: early help ended on {_day(request.ended_at)}.",
    }[holder]


def _day(moment: datetime | None) -> str:
    return f"{local_day(moment):%-d %B %Y}" if moment else ""
