"""The queue of the last day, written by the same actions as everybody else's, as of the moment it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import cycle

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lintel.demo.chance import Chance
from lintel.demo.live import words
from lintel.demo.live.allocation import look_after_the_waiting
from lintel.demo.live.answers import answer_for_early_help, ask_agencies
from lintel.demo.live.assessing import assess_some
from lintel.demo.live.auditing import audits_go_round
from lintel.demo.live.conferring import conferences_are_held
from lintel.demo.live.documents import letters_are_kept
from lintel.demo.live.drifting import drift_is_seen
from lintel.demo.live.estimating import leaders_estimate
from lintel.demo.live.families import Families, Family
from lintel.demo.live.family_versions import families_read
from lintel.demo.live.last_time import look_back
from lintel.demo.live.leading import leaders_lead
from lintel.demo.live.observing import some_are_observed
from lintel.demo.live.people import AtTheDoor, people_at_the_door
from lintel.demo.live.plans import families_are_planned_with
from lintel.demo.live.police import REFERENCES, police_file
from lintel.demo.live.protecting import children_are_protected
from lintel.demo.live.reading import words_are_looked_at
from lintel.demo.live.supervising import workers_are_supervised
from lintel.demo.live.thresholds import level_for, threshold_document
from lintel.demo.live.visits import families_are_visited
from lintel.demo.live.voice import workers_are_heard
from lintel.demo.live.whole_families import write_families_down
from lintel.foundation.agencies.codes import AgencyKind
from lintel.journey.handovers.actions import cannot_wait, decide_contact, sign_decision
from lintel.statute.calendar import LONDON, england, local_day
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.front_door.codes import Channel, Consent, InformantKind, Means, Outcome, Priority
from lintel.steps.front_door.desk import actions as desk
from lintel.steps.front_door.intake.actions import InformantTold, Knock, TellsOf, receive_contact, record_consent
from lintel.steps.front_door.models import Contact, Decision
from lintel.steps.front_door.rules import Chosen
from lintel.steps.front_door.telling.actions import do_not_tell, tell_informant

# What the deliveries of a morning are called; a contact handed in again is the same contact.
ONCE = "this morning"
WAITING = 47
SEED = 1
# How long ago each came, in hours: a few over the day already, a few about to be, most since.
OVER, SOON, SINCE = (31.5, 28.2, 26.4, 24.6), (23.4, 22.1, 21.2, 20.3, 19.1, 18.4), (0.1, 17.5)
WHY_SO_SOON = {
    Priority.RED: "Told to be getting worse.", Priority.AMBER: "Not the first time.", Priority.GREEN: "Nobody is hurt.",
}  # fmt: skip
AGENCY_OF = {"2A": AgencyKind.SCHOOL, "3A": AgencyKind.HEALTH, "6": AgencyKind.POLICE}
# What was decided since yesterday; the last ones wait for a manager's signature.
DECIDED = (
    Outcome.REFERRAL, Outcome.STRATEGY_DISCUSSION, Outcome.EARLY_HELP, Outcome.EARLY_HELP, Outcome.EARLY_HELP,
    Outcome.EARLY_HELP, Outcome.EARLY_HELP, Outcome.ADVICE, Outcome.NO_FURTHER_ACTION, Outcome.TO_ALLOCATED_WORKER,
    Outcome.OTHER_AUTHORITY, Outcome.REFERRAL,
)  # fmt: skip
LEVELS = {
    Outcome.REFERRAL: 4, Outcome.STRATEGY_DISCUSSION: 4, Outcome.EARLY_HELP: 3, Outcome.ADVICE: 2,
    Outcome.NO_FURTHER_ACTION: 1,
}  # fmt: skip
TO_SIGN = (Outcome.REFERRAL, Outcome.EARLY_HELP, Outcome.EARLY_HELP)


@transaction.atomic
def open_the_door(*, now: datetime, waiting: int = WAITING) -> int:
    """
    Let the last day's contacts come in, some of them decided; what earlier mornings left over is finished first.

    Asked again on the same day it changes nothing.

    :param waiting: how many are undecided, besides those that are told twice, come back, step up or cannot wait.
    :returns: how many contacts came in.
    :raises NotSeeded: where there is no Ravenshire.
    """
    people = people_at_the_door(at=now)
    if Contact.objects.filter(key__contains=f"/{ONCE}/{local_day(now)}/").exists():
        return 0
    threshold_document(people.head_of_service, at=now - timedelta(days=3))
    finish_what_was_left(people, now=now)
    return _Morning(people, now, waiting).write()


def finish_what_was_left(people: AtTheDoor, *, now: datetime) -> None:
    """Decide what nobody decided on an earlier morning, so that the queue is always of the last day."""
    _sign_what_waits(people, at=now)
    outcomes = cycle((Outcome.ADVICE, Outcome.NO_FURTHER_ACTION))
    helped = EarlyHelpRequest.objects.filter(child_contact__contact__key__contains=f"/{ONCE}/")
    of_mornings = (
        Q(key__contains=f"/{ONCE}/") | Q(key__contains=f"/{REFERENCES}") | Q(pk__in=helped.values("stepped_up_to"))
    )
    for contact in Contact.objects.awaiting_decision().filter(of_mornings).order_by("pk"):
        assert contact.received_at is not None
        at = min(now, contact.received_at + timedelta(hours=9 + contact.pk % 14))
        if contact.danger_flagged_at and not contact.danger_cleared_at:
            desk.clear_danger(contact, because="Police found everybody safe.", by=people.decider, at=at)
        decided = Decision.objects.filter(child_contact=OuterRef("pk"), returned_at__isnull=True)
        lines = contact.children.filter(~Exists(decided), decided_on__isnull=True).order_by("pk")
        outcome = next(outcomes)
        decide_contact(contact, [_chosen(line.pk, outcome) for line in lines], by=people.decider, at=at)
    _sign_what_waits(people, at=now)


def _sign_what_waits(people: AtTheDoor, *, at: datetime) -> None:
    """The manager signs whatever waits of earlier mornings and is not their own."""
    waits = Decision.objects.exclude(signature_asked_because="").filter(
        child_contact__contact__key__contains=f"/{ONCE}/", signed_at__isnull=True, returned_at__isnull=True
    )
    for decision in waits.exclude(decided_by=people.manager):
        sign_decision(decision, by=people.manager, at=at)


class _Morning:
    """One day's contacts, each by the hand or the channel it came through."""

    def __init__(self, people: AtTheDoor, now: datetime, waiting: int) -> None:
        self.people, self.now, self.day, self.waiting = people, now, local_day(now), waiting
        self.chance = Chance(SEED, f"morning of {self.day}")
        self.families = Families(viewer=people.screener, day=self.day, chance=self.chance)
        self.accounts = cycle(words.ACCOUNTS)
        self.written = 0

    def write(self) -> int:
        self._decided_since_yesterday()
        queue = self._queue()
        self._hand_the_night_over()
        self._work_on(queue)
        answer_for_early_help(self.people, delivered=f"/{ONCE}/{self.day}/", now=self.now)
        ask_agencies(self.people, queue[9::7], now=self.now)
        self.written += police_file(self.people, self.families, now=self.now)
        self._danger()
        look_after_the_waiting(self.people, now=self.now)
        workers_are_heard(self.people, now=self.now)
        look_back(self.people, now=self.now)
        assess_some(now=self.now)
        families_are_planned_with(self.people, now=self.now)
        families_are_visited(now=self.now)
        children_are_protected(self.people, now=self.now)
        conferences_are_held(self.people, now=self.now)
        write_families_down(now=self.now)
        families_read(now=self.now)
        words_are_looked_at(self.people, now=self.now)
        letters_are_kept(now=self.now)
        leaders_lead(self.people, now=self.now)
        drift_is_seen(self.people, now=self.now)
        workers_are_supervised(self.people, now=self.now)
        some_are_observed(self.people.principal, now=self.now)
        audits_go_round(self.people, now=self.now)
        leaders_estimate(self.people, now=self.now)
        return self.written

    # --- what is undecided --------------------------------------------------------------------------------------------

    def _queue(self) -> list[Contact]:
        ours, badly, new = self.families.known_to_us, self.families.told_badly, self.families.unknown
        held = self.families.open_to_us
        kinds: tuple[Callable[[], Family], ...] = (ours, new, badly, held, new, ours, badly, new)
        since = max(1, self.waiting - len(OVER) - len(SOON))
        hours = [*OVER, *SOON, *(SINCE[1] - (SINCE[1] - SINCE[0]) * n / since for n in range(since))]
        found = [self._knock(kind(), hours_ago=ago) for ago, kind in zip(hours, cycle(kinds), strict=False)]
        found += self._told_twice()
        found += self._came_back()
        return found

    def _told_twice(self) -> list[Contact]:
        """The same event from police and school, an hour apart: thought of as one, each with its own clock."""
        police = next(account for account in words.ACCOUNTS if account.channel is Channel.POLICE_FEED)
        found = []
        for hours in (7.0, 4.0):
            family = self.families.known_to_us()
            first = self._knock(family, hours_ago=hours, account=police)
            second = self._knock(family, hours_ago=hours - 1, account=words.ACCOUNTS[0])
            found += [first, second]
        desk.think_of_together(found[1], first=found[0], by=self.people.screener, at=self.now)
        return found

    def _came_back(self) -> list[Contact]:
        """Closed three days ago to wait for information, and here again: the first clock runs on."""
        found = []
        for hours in (5.5, 3.2):
            family, account = self.families.known_to_us(), next(self.accounts)
            first = self._knock(family, hours_ago=72 + hours, account=account, said=account.words, by_hand=True)
            self._decide(first, Outcome.AWAITING_INFORMATION, hours=4)
            again = words.REPEATED.format(words=account.words)
            found.append(self._knock(family, hours_ago=hours, account=account, said=again, by_hand=True))
        return found

    def _danger(self) -> None:
        flagged = self._knock(
            self.families.known_to_us(), hours_ago=0.2, account=words.ACCOUNTS[1], said=words.IN_DANGER, danger=True
        )
        cannot_wait(flagged, reason="A man with a knife is at the door.", by=self.people.screener, at=self.now)

    # --- what is decided ----------------------------------------------------------------------------------------------

    def _decided_since_yesterday(self) -> None:
        for number, outcome in enumerate(DECIDED):
            family = self.families.open_to_us if outcome is Outcome.TO_ALLOCATED_WORKER else self.families.known_to_us
            contact = self._knock(family(), hours_ago=27 - 1.8 * number, by_hand=True)
            self._agree(contact, Consent.GIVEN)
            self._decide(contact, outcome, hours=2 + number / 2)
            if number % 3 != 2:
                self._tell(contact, outcome)
        for number, outcome in enumerate(TO_SIGN):
            contact = self._knock(self.families.known_to_us(), hours_ago=20 - 3 * number, by_hand=True)
            self._agree(contact, Consent.DISPENSED_WITH)
            self._decide(contact, outcome, hours=3, sign=number == 0)

    def _agree(self, contact: Contact, consent: Consent) -> None:
        reason = "" if consent is Consent.GIVEN else "To ask first would put the child at more risk."
        for line in contact.children.all():
            record_consent(line, consent=consent, reason=reason, by=self.people.screener, at=self._after(contact, 1))

    def _decide(self, contact: Contact, outcome: Outcome, *, hours: float, sign: bool = True) -> None:
        """Decided after so many hours; what policy wants signed the manager signs an hour later, or it waits."""
        chosen = [_chosen(line.pk, outcome) for line in contact.children.order_by("pk")]
        for decision in decide_contact(contact, chosen, by=self.people.decider, at=self._after(contact, hours)):
            if sign and decision.signature_asked_because:
                sign_decision(decision, by=self.people.manager, at=self._after(contact, hours + 1))

    def _tell(self, contact: Contact, outcome: Outcome) -> None:
        at = self._after(contact, 8)
        if contact.informant.is_sealed:
            do_not_tell(contact, because="They asked not to be rung or written to.", by=self.people.screener, at=at)
            return
        text = f"Thank you for telling us. What was decided: {outcome.words}. {words.REASONS[outcome]}"
        tell_informant(
            contact, means=Means.EMAIL, to=contact.informant.email, text=text, by=self.people.screener, at=at
        )

    # --- the desk -----------------------------------------------------------------------------------------------------

    def _work_on(self, queue: list[Contact]) -> None:
        people, now = self.people, self.now
        for user in (people.screener, people.decider):
            desk.sit_down(people.desk, by=user, at=now)
        for number, contact in enumerate(queue):
            if number % 2:
                rating = (Priority.AMBER, Priority.GREEN, Priority.RED)[number // 2 % 3]
                desk.set_priority(contact, priority=rating, reason=WHY_SO_SOON[rating], by=people.screener, at=now)
            if number % 4 == 0:
                self._agree(contact, Consent.GIVEN)
                desk.say_ready(contact, by=people.screener, at=now)
            elif number % 10 == 3:
                desk.take(contact, by=people.screener, at=now)

    def _hand_the_night_over(self) -> None:
        """At eight on a working day what the night left open comes to the front door."""
        eight = datetime.combine(self.day, time(8), LONDON)
        if self.now < eight or not england().is_working_day(self.day):
            return
        said = "Three homes still to be rung back; the school contacts wait for nine o’clock. Nobody is in danger now."
        people = self.people
        desk.hand_over(from_team=people.night_desk, to_team=people.desk, words=said, by=people.out_of_hours, at=eight)

    def _knock(
        self, family: Family, *, hours_ago: float, account: words.Account | None = None, said: str = "",
        danger: bool = False, by_hand: bool = False,
    ) -> Contact:  # fmt: skip
        """
        One contact. What comes by a hand that looks children up knows who they are; a form or a feed does not.

        :param by_hand: somebody at the front door takes it by telephone, whatever the account says.
        """
        account = account or next(self.accounts)
        received_at = self.now - timedelta(hours=hours_ago)
        channel = Channel.TELEPHONE if by_hand else account.channel
        if channel is Channel.TELEPHONE and not by_hand and _is_out_of_hours(received_at):
            channel = Channel.OUT_OF_HOURS
        looks_up = channel in (Channel.TELEPHONE, Channel.OUT_OF_HOURS, Channel.STEP_UP)
        children = family.children if looks_up else tuple(_as_told(told) for told in family.children)
        self.written += 1
        by = self.people.receives(channel)
        return receive_contact(
            Knock(
                channel=channel, received_at=received_at, once=f"{ONCE}/{self.day}/{self.written}",
                words=(said or account.words).replace("{child}", family.first_name), children=children,
                informant=self._informant(account), source=account.source, concerns=account.concerns,
                happened_at=received_at - timedelta(hours=1 + self.chance.between(0, 40)), is_danger_now=danger,
                team=self.people.night_desk if channel is Channel.OUT_OF_HOURS else None,
            ),
            by=by, at=min(self.now, received_at + timedelta(minutes=4 if looks_up else 0)),
        )  # fmt: skip

    def _informant(self, account: words.Account) -> InformantTold:
        agency = self.people.agencies.get(AGENCY_OF[account.source]) if account.source in AGENCY_OF else None
        is_reached = account.kind in (InformantKind.PROFESSIONAL, InformantKind.POLICE, InformantKind.COLLEAGUE)
        email = f"{account.who.lower().replace(' ', '.')}@agencies.ravenshire.example" if is_reached else ""
        return InformantTold(
            kind=account.kind, name=account.who, post=account.post, organisation=account.organisation, email=email,
            telephone="" if is_reached else "01632 960 199", agency_id=agency.pk if agency else None,
        )  # fmt: skip

    def _after(self, contact: Contact, hours: float) -> datetime:
        assert contact.received_at is not None
        return min(self.now, contact.received_at + timedelta(hours=hours))


def _chosen(line: int, outcome: Outcome) -> Chosen:
    return Chosen(
        child_contact_id=line, outcome=outcome, rationale=words.REASONS[outcome], **level_for(LEVELS.get(outcome))
    )


def _as_told(told: TellsOf) -> TellsOf:
    """A child as a form or a feed tells of them: in words, and nobody has looked them up."""
    return replace(told, person=None)


def _is_out_of_hours(moment: datetime) -> bool:
    local = moment.astimezone(LONDON)
    return not (england().is_working_day(local.date()) and 8 <= local.hour < 18)
