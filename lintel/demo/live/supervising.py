"""
Supervision in the teams whose managers can sign in: three months of sessions, signed by both but for a few; directions
done and not done; records read blind; and one session of today.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import cycle

from lintel.demo.chance import Chance
from lintel.demo.live.people import AtTheDoor, opening_accounts
from lintel.demo.live.rating import records_are_read_blind
from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role
from lintel.foundation.local_limits.actions import set_local_limit
from lintel.foundation.workforce.models import Appointment, Worker
from lintel.oversight.supervision.actions import (
    Said,
    announce_inspection,
    begin_session,
    choose_children,
    sign_as_supervisor,
    sign_as_worker,
    write_of_child,
    write_view,
)
from lintel.oversight.supervision.codes import Kind
from lintel.oversight.supervision.directions.actions import carry, say_done
from lintel.oversight.supervision.models import Direction, SupervisionSession
from lintel.oversight.supervision.packs.queries import about_children
from lintel.oversight.supervision.personal.actions import keep_personal
from lintel.oversight.supervision.proposing import propose
from lintel.oversight.supervision.queries import children_held, supervised
from lintel.oversight.supervision.rules import Wanted
from lintel.statute.calendar import local_day

SEED, DAY = 1, timedelta(days=1)
WORKERS, CHILDREN = 6, 3
BEFORE = (84, 56, 28)
CALLED = timedelta(days=12)
READ_AT_FIRST = {"supervision_rubric_share": Decimal("0.4"), "supervision_two_raters": Decimal("0.5")}
WHY_MORE = "For the first half year more is read, so that it is soon known whether two readers see the same."
# Each with what is agreed; at the end one where nothing is.
SAID = (
    Said(
        changed="Back at school four days of five. Says that mornings are quieter since Dad moved out.",
        otherwise="Perhaps school is where it is warm, and not what we did. What if he comes back at Christmas?",
        challenge="I asked why nobody has spoken with Dad. He will be rung before the next visit.",
    ),
    Said(
        changed="Nothing that the child would notice. The bed promised in the spring has not come.",
        otherwise="It may be that Mum does not ask because she was refused before, rather than not caring.",
        challenge="I questioned whether this plan still fits: three visits with the same sentence in them.",
    ),
    Said(
        changed="Seen twice, not alone. The nursery says that she sleeps through the afternoon.",
        none_needed_because="We looked at all of it with the chair on Tuesday, and nothing was left open.",
    ),
    Said(
        changed="He told his teacher that he is not scared of going home any more, and why.",
        otherwise="He might say what he thinks we want to hear. How would we know?",
        challenge="I asked what would have to happen for us to step back. We wrote it down together.",
    ),
    Said(
        changed="Moved to the aunt in the second week. Sleeps, and asks each day when Mum is coming.",
        otherwise="Why does the aunt not ask us for anything? Maybe because she thinks that we would take her too.",
        challenge="I asked what we told her that she may not tell Mum, and how she is to keep to that at the door.",
    ),
    Said(
        changed="Two visits nobody opened to. On the third the home was warm, and there was food.",
        challenge="I asked who has seen him since the ninth. The school has, and nobody had asked them.",
    ),
    Said(
        changed="She has named the man. The police have spoken with her; she was not told what happens now.",
        otherwise="If she takes it back, why might that be? Not because it did not happen.",
        challenge="I questioned that the same worker tells her and her father. They are two conversations.",
    ),
    Said(
        changed="Nothing is different since last time. The plan has two months to run.",
        none_needed_because="It is to be closed after the review, and the parents know it.",
    ),
)
WANTED = (
    ("See the child alone, away from home", "There is one grown-up they can tell what happens at night"),
    ("Order the bed from the fund, and say when it comes", "Sleeps in a bed of their own"),
    ("Ring Dad, and write down what he says himself", "Knows whether Dad is coming on Sunday"),
    ("Ask the family group meeting for mornings", "Somebody walks with them to school"),
    ("Visit the aunt without a list, and ask what she needs", "The aunt can say when it is too much"),
    ("Ring the school each Friday, and write down who saw him", "A grown-up outside the home sees him every day"),
    ("Tell her with the police officer what happens now", "She knows that she was believed"),
    ("", ""),
)
VIEWS = ("I agree, but two weeks are short with the court work.", "It helped to say that I am stuck.", "")
TIRED = "Sleeps badly since the review conference in autumn; the duty weeks follow each other too closely."


def workers_are_supervised(people: AtTheDoor, *, now: datetime) -> None:
    """Let each manager's workers be supervised three times, read some of it blind, and begin one of today; once."""
    if SupervisionSession.objects.exists():
        return
    _more_is_read_at_first(people.head_of_service, now=now)
    texts, called_at = cycle(range(len(SAID))), now - CALLED
    announce_inspection(called_at=called_at, by=people.head_of_service, at=called_at + timedelta(minutes=20))
    for number, manager in enumerate(_managers()):
        signing = _may_sign(manager, now=now)
        for place, (worker, signer) in enumerate(signing.items()):
            for days in BEFORE:
                signed = _signed(number, place, days, now=now)
                _hold(manager, worker, signer, texts, at=now - days * DAY, signed=signed)
        _answer_some(manager, {worker.pk: user for worker, user in signing.items()}, now=now)
        for worker, signer in [*signing.items()][:1]:
            keep_personal(
                worker, held_on=local_day(now - BEFORE[-1] * DAY), words=TIRED, agreed="No duty week before Easter.",
                by=manager, at=now - BEFORE[-1] * DAY,
            )  # fmt: skip
            _choose(signer, at=now - DAY)
            _begin(manager, worker, at=now)
    records_are_read_blind((people.principal, people.second_principal), now=now)


def _more_is_read_at_first(head: User, *, now: datetime) -> None:
    """In the first months two records in five are read blind, and half of them by two: a decision of the council."""
    at = now - (BEFORE[0] + 7) * DAY
    for code, amount in READ_AT_FIRST.items():
        set_local_limit(
            code, amount=amount, effective_from=local_day(at), source="Practice board of Ravenshire", reason=WHY_MORE,
            by=head, at=at,
        )  # fmt: skip


def _managers() -> list[User]:
    grants = RoleGrant.objects.filter(role=Role.TEAM_MANAGER, ended_at__isnull=True, user__is_active=True)
    return [grant.user for grant in grants.select_related("user").order_by("pk")]


def _may_sign(manager: User, *, now: datetime) -> dict[Worker, User]:
    """Some of a manager's workers who were there all the time, with an account each; who has one comes first."""
    begins, opening = local_day(now - BEFORE[0] * DAY), opening_accounts(at=now)
    pair = [each.worker for each in supervised(viewer=manager, on=local_day(now)) if each.children]
    there = set(Appointment.objects.in_force(begins).filter(worker__in=pair).values_list("worker", flat=True))
    pair = [worker for worker in pair if worker.pk in there]
    held = {user.worker_id: user for user in User.objects.filter(worker__in=pair, is_active=True)}
    some = sorted(pair, key=lambda worker: (worker.pk not in held, worker.pk))[:WORKERS]
    placed = Appointment.objects.in_force(local_day(now)).filter(worker__in=some).select_related("team").order_by("pk")
    team_of = {place.worker_id: place.team for place in placed}
    return {
        worker: held.get(worker.pk)
        or opening.account(worker.name, Role.SOCIAL_WORKER, worker=worker, team=team_of[worker.pk])
        for worker in some
    }


def _signed(manager: int, place: int, days: int, *, now: datetime) -> tuple[datetime, bool]:
    """
    When a session is signed by the supervisor, and whether the worker signs it too.

    Of the first manager's workers one record was signed late, and one only after the inspection was announced; of the
    last month one waits for its worker.
    """
    held_at, of_first = now - days * DAY, manager == 0
    if of_first and place == 1 and days == BEFORE[1]:
        return held_at + 16 * DAY, True
    if of_first and place == 2 and days == BEFORE[2]:
        return now - CALLED + 2 * DAY, True
    return held_at + DAY, not (place == 3 and days == BEFORE[2])


def _hold(
    manager: User, worker: Worker, signer: User, texts: Iterator[int], *, at: datetime, signed: tuple[datetime, bool]
) -> None:  # fmt: skip
    """A session from its list to the signatures."""
    session = _begin(manager, worker, at=at)
    if session is None:
        return
    for line in session.listed.filter(is_this_time=True).order_by("place")[:CHILDREN]:
        place = next(texts)
        what, for_what = WANTED[place]
        wanted = Wanted(what=what, owner=worker.pk, due_on=local_day(at + 14 * DAY), for_what=for_what)
        said = SAID[place]
        write_of_child(session, line.child_id, replace(said, wanted=[wanted] if what else []), by=manager, at=at)
    if not session.children.exists():
        return
    signed_at, is_signed_by_both = signed
    sign_as_supervisor(session, by=manager, at=signed_at)
    if is_signed_by_both:
        for view, each in zip(cycle(VIEWS), session.children.order_by("pk"), strict=False):
            write_view(each, view=view, sees_it_differently=view == VIEWS[0], by=signer, at=signed_at)
        sign_as_worker(session, by=signer, at=signed_at + DAY)


def _begin(manager: User, worker: Worker, *, at: datetime) -> SupervisionSession | None:
    about = about_children(worker.pk, viewer=manager, at=at)
    agenda = propose(about, minutes=8 * CHILDREN, minutes_a_child=8, on=local_day(at))
    take = [each.child for each in agenda.this_time]
    if not take:
        return None
    listed = [*agenda.this_time, *agenda.not_this_time]
    return begin_session(
        worker, held_on=local_day(at), kind=Kind.CASE, minutes=90, listed=listed, take=take, by=manager, at=at
    )  # fmt: skip


def _choose(signer: User, *, at: datetime) -> None:
    held = sorted(children_held(signer.worker_id or 0, viewer=signer, on=local_day(at)))[:1]
    if held:
        choose_children({held[0]: "I am stuck, and I cannot say why"}, by=signer, at=at)


def _answer_some(manager: User, signing: dict[int, User], *, now: datetime) -> None:
    """Most of what was agreed first is done; some is carried on, some nobody has answered."""
    chance = Chance(SEED, "directions")
    for given in Direction.objects.filter(set_by=manager).order_by("pk"):
        at = min(now, given.set_at + chance.one_of((9, 12, 20)) * DAY)
        is_done, is_carried = chance.happens(0.6), chance.happens(0.5)
        with suppress(Direction.DoesNotExist):  # the child has gone to another team since
            by = signing.get(given.owner_id, manager)
            if is_done:
                say_done(given, done_on=local_day(at), evidence="Written down at the last visit.", by=by, at=at)
            elif is_carried:
                later = local_day(now + 10 * DAY)
                carry(given, due_on=later, because="Nobody was there twice.", by=by, at=at)
