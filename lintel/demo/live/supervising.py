"""Supervision in one team: two months of sessions, directions done and not done, and one written today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle

from lintel.demo.chance import Chance
from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.models import Worker
from lintel.oversight.supervision.actions import (
    Said,
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
BEFORE = (56, 28)
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
)
WANTED = (
    ("See the child alone, away from home", "There is one grown-up they can tell what happens at night"),
    ("Order the bed from the fund, and say when it comes", "Sleeps in a bed of their own"),
    ("Ring Dad, and write down what he says himself", "Knows whether Dad is coming on Sunday"),
    ("Ask the family group meeting for mornings", "Somebody walks with them to school"),
)
VIEWS = ("I agree, but two weeks are short with the court work.", "It helped to say that I am stuck.", "")
TIRED = "Sleeps badly since the review conference in autumn; the duty weeks follow each other too closely."


def workers_are_supervised(*, now: datetime) -> None:
    """Two sessions of each worker of a team who signs or whose supervisor does, and one of today; once."""
    if SupervisionSession.objects.exists():
        return
    for manager in _managers():
        pair = [each.worker for each in supervised(viewer=manager, on=local_day(now)) if each.children]
        signing = {user.worker_id: user for user in User.objects.filter(worker__in=pair, is_active=True)}
        some = sorted(pair, key=lambda worker: (worker.pk not in signing, worker.pk))[:WORKERS]
        texts = cycle(range(len(SAID)))
        for worker in some:
            for days in BEFORE:
                _hold(manager, worker, signing.get(worker.pk), texts, at=now - days * DAY)
        _answer_some(manager, signing, now=now)
        for worker in some[:1]:
            keep_personal(
                worker, held_on=local_day(now - BEFORE[-1] * DAY), words=TIRED, agreed="No duty week before Easter.",
                by=manager, at=now - BEFORE[-1] * DAY,
            )  # fmt: skip
            _choose(signing.get(worker.pk), at=now - DAY)
            _begin(manager, worker, at=now)
        if some:
            return


def _managers() -> list[User]:
    grants = RoleGrant.objects.filter(role=Role.TEAM_MANAGER, ended_at__isnull=True, user__is_active=True)
    return [grant.user for grant in grants.select_related("user").order_by("pk")]


def _hold(manager: User, worker: Worker, signer: User | None, texts: cycle[int], *, at: datetime) -> None:
    """A session from its list to the signatures; whoever has no account is not there to sign."""
    session = _begin(manager, worker, at=at)
    if session is None:
        return
    for line in session.listed.filter(is_this_time=True).order_by("place")[:CHILDREN]:
        place = next(texts)
        what, for_what = WANTED[place]
        wanted = Wanted(what=what, owner=worker.pk, due_on=local_day(at + 14 * DAY), for_what=for_what)
        said = SAID[place]
        write_of_child(
            session, line.child_id,
            Said(changed=said.changed, otherwise=said.otherwise, challenge=said.challenge,
                 none_needed_because=said.none_needed_because, wanted=[wanted]),
            by=manager, at=at,
        )  # fmt: skip
    if not session.children.exists():
        return
    sign_as_supervisor(session, by=manager, at=at + DAY)
    if signer is not None:
        for view, each in zip(cycle(VIEWS), session.children.order_by("pk"), strict=False):
            write_view(each, view=view, sees_it_differently=False, by=signer, at=at + DAY)
        sign_as_worker(session, by=signer, at=at + 2 * DAY)


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


def _choose(signer: User | None, *, at: datetime) -> None:
    held: Sequence[int] = ()
    if signer is not None and signer.worker_id is not None:
        held = sorted(children_held(signer.worker_id, viewer=signer, on=local_day(at)))[:1]
    if signer is not None and held:
        choose_children({held[0]: "I am stuck, and I cannot say why"}, by=signer, at=at)


def _answer_some(manager: User, signing: dict[int, User], *, now: datetime) -> None:
    """Most of what was agreed first is done; some is carried on, some nobody has answered."""
    chance = Chance(SEED, "directions")
    for given in Direction.objects.order_by("pk"):
        at = min(now, given.set_at + chance.one_of((9, 12, 20)) * DAY)
        by = signing.get(given.owner_id, manager)
        if chance.happens(0.6):
            say_done(given, done_on=local_day(at), evidence="Written down at the last visit.", by=by, at=at)
        elif chance.happens(0.5):
            later = local_day(now + 10 * DAY)
            carry(given, due_on=later, because="Nobody was there twice.", by=by, at=at)
