"""Blind second decisions: drawn silently, decided without knowing the first, looked at the same day if far apart."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from lintel.foundation.access.actions import exclude
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.roles import Role
from lintel.foundation.audit_log.actions import note
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.notices.queries import notices
from lintel.journey.handovers.actions import decide_contact
from lintel.oversight.alike.codes import Factor
from lintel.oversight.alike.second_looks import actions, queries, rules
from lintel.oversight.alike.second_looks.models import Calibration, Gap, SecondLook, Seed
from lintel.oversight.alike.second_looks.tests.builders import (
    LATER,
    a_decision,
    a_second_look,
    another_decider,
    everything_is_drawn,
)
from lintel.statute.calendar import england
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.deciding.actions import return_to_decider
from lintel.steps.front_door.models import Decision
from lintel.steps.front_door.tests.builders import chosen_for, knock, tells_of
from tests.cast import NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
NEXT = LATER + timedelta(hours=1)
SECRET = "Harm that nobody explains."


def decide(look, by, *, outcome=Outcome.REFERRAL, level=4, at=NEXT, rationale="Injury, and no account of it."):
    return actions.decide(
        look.pk, outcome=outcome, level=level, rationale=rationale, factors=[Factor.CONCERN], by=by, at=at
    )


@finding("S7", screen="/alike/")
def test_a_share_is_drawn_by_a_rule_anybody_can_check_afterwards(cast):
    everything_is_drawn(cast, share=0.5)
    made = [a_decision(cast, once=str(number)) for number in range(12)]

    drawn = actions.draw(by=cast.command_line, at=NEXT)

    held = set(SecondLook.objects.values_list("decision", flat=True))
    seed = Seed.objects.get().seed
    assert drawn == len(held)
    assert 0 < drawn < 12
    for decision in made:
        why = rules.strata(decided_at=decision.decided_at, began_on=date(2024, 1, 8), calendar=england())
        chance = rules.chance_of(why, share=0.5)
        assert rules.is_drawn(decision.pk, seed=seed, chance=chance) is (decision.pk in held)


def test_drawing_again_draws_nothing_more(cast):
    a_second_look(cast)

    assert actions.draw(by=cast.rosa, at=NEXT) == 0
    assert SecondLook.objects.count() == 1


def test_the_log_says_how_many_were_drawn_and_not_which(cast):
    look = a_second_look(cast)

    entry = Entry.objects.get(act="second looks drawn")
    assert (entry.subject_id, entry.child_id, entry.details) == (None, None, {"drawn": 1})
    trail = Entry.objects.filter(child_id=look.decision.child_contact.child_id)
    assert not trail.filter(act__contains="second").exists()


def test_who_may_not_draw_is_refused(cast):
    with pytest.raises(NotAllowed):
        actions.draw(by=cast.tom, at=NEXT)


def test_a_decision_that_a_manager_returned_is_not_drawn(cast):
    everything_is_drawn(cast)
    contact = knock(by=cast.dawn, once="1")
    line = contact.children.get()
    line.consent = "dispensed_with"
    line.save()
    decision = decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=cast.femi, at=LATER)[0]
    return_to_decider(decision, because="Ask the father first.", by=cast.rosa, at=LATER)

    assert actions.draw(by=cast.command_line, at=NEXT) == 0


def test_it_is_offered_to_another_decider_and_to_nobody_else(cast):
    look = a_second_look(cast)

    assert [each.pk for each in queries.offered(viewer=cast.rosa, at=NEXT)] == [look.pk]
    for who in (cast.femi, cast.dawn, cast.tom, cast.marcus, cast.helen, cast.anil, cast.sam):
        assert queries.offered(viewer=who, at=NEXT) == []


def test_who_may_not_see_a_child_is_not_offered_it(cast, bells):
    look = a_second_look(cast, children=[tells_of(bells.kit), tells_of(bells.mia)])
    exclude(bells.mia, user=cast.rosa, reason="Her niece", by=cast.sofia, at=NOW)

    assert queries.offered(viewer=cast.rosa, at=NEXT) == []
    with pytest.raises(actions.NotOnTheirList):
        actions.take(look.pk, by=cast.rosa, at=NEXT)


def test_who_has_looked_at_the_record_since_knows_the_decision_and_is_not_offered_it(cast):
    look = a_second_look(cast)
    contact = look.decision.child_contact.contact
    note("contact opened", by=cast.rosa, at=LATER + timedelta(minutes=5), subject=contact)

    assert queries.offered(viewer=cast.rosa, at=NEXT) == []
    with pytest.raises(actions.NotOnTheirList):
        decide(look, cast.rosa)


def test_who_locked_one_of_two_brothers_knows_the_other_and_is_not_offered_it(cast, bells):
    everything_is_drawn(cast)
    a_decision(cast, children=[tells_of(bells.kit), tells_of(bells.noah)])
    actions.draw(by=cast.command_line, at=NEXT)
    first, second = SecondLook.objects.order_by("pk")

    decide(first, cast.rosa)

    assert queries.offered(viewer=cast.rosa, at=NEXT) == []
    assert [each.pk for each in queries.offered(viewer=another_decider(cast), at=NEXT)] == [second.pk]


def test_who_looked_before_it_was_decided_may_still_decide(cast):
    look = a_second_look(cast)
    note("contact opened", by=cast.rosa, at=LATER - timedelta(minutes=5), subject=look.decision.child_contact.contact)

    assert decide(look, cast.rosa).decided_by == cast.rosa


@finding("S7", screen="/alike/")
def test_what_is_shown_is_what_was_known_and_nothing_of_what_was_decided(cast):
    look = a_second_look(cast, words="A bruise on her cheek.")

    blind = actions.take(look.pk, by=cast.rosa, at=NEXT)

    shown = repr(blind)
    assert "A bruise on her cheek." in shown
    assert SECRET not in shown
    assert "Femi" not in shown
    assert set(vars(blind)) == {"pk", "child", "child_contact", "threshold_version", "known"}
    assert "outcome" not in repr(blind.known).lower()


def test_no_query_answers_with_the_first_decision_before_the_second_is_locked(cast):
    look = a_second_look(cast)
    actions.take(look.pk, by=cast.rosa, at=NEXT)

    for answered in (
        queries.offered(viewer=cast.rosa, at=NEXT), queries.decided_by(viewer=cast.rosa, since=NOW),
        queries.pairs(viewer=cast.rosa, until=NEXT), queries.open_gaps(viewer=cast.rosa),
    ):  # fmt: skip
        assert SECRET not in repr(answered)
    logged = Entry.objects.filter(by=cast.rosa).values_list("details", flat=True)
    assert not any("referral" in str(details) or SECRET in str(details) for details in logged)

    decide(look, cast.rosa)
    assert queries.decided_by(viewer=cast.rosa, since=NOW)[0].first_rationale == SECRET


def test_while_somebody_has_it_open_it_is_nobody_elses_for_a_day(cast):
    look, other = a_second_look(cast), another_decider(cast)
    actions.take(look.pk, by=cast.rosa, at=NEXT)

    assert queries.offered(viewer=other, at=NEXT) == []
    assert [each.pk for each in queries.offered(viewer=other, at=NEXT + timedelta(hours=25))] == [look.pk]


def test_a_second_decision_changes_nothing_for_the_child(cast):
    look = a_second_look(cast)
    line = look.decision.child_contact
    decide(look, cast.rosa, outcome=Outcome.NO_FURTHER_ACTION, level=1)

    line.refresh_from_db()
    assert line.outcome == Outcome.REFERRAL
    assert Decision.objects.count() == 1


def test_it_says_why_and_is_locked(cast):
    look = a_second_look(cast)
    with pytest.raises(actions.WordsMissing):
        decide(look, cast.rosa, rationale="  ")
    decide(look, cast.rosa)

    with pytest.raises(actions.NotOnTheirList):
        decide(look, cast.rosa, level=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        SecondLook.objects.update(level=1)


def test_the_database_refuses_a_second_decision_by_the_first_decider(cast):
    look = a_second_look(cast)

    with pytest.raises(DatabaseError, match="nobody decides their own decision"), transaction.atomic():
        SecondLook.objects.filter(pk=look.pk).update(taken_by=cast.femi, taken_at=NEXT)


def test_a_decision_has_no_trace_of_its_second_look(cast):
    look = a_second_look(cast)
    decide(look, cast.rosa)

    names = {field.name for field in Decision._meta.get_fields()}
    assert not any("look" in name or "second" in name for name in names)
    assert not [each for each in notices(viewer=cast.femi) if "/alike/" in each.path]


@finding("S7", screen="/alike/")
def test_two_levels_apart_go_to_a_manager_who_made_neither_the_same_day(cast):
    look = a_second_look(cast, by=cast.femi)
    ivo, mona = another_decider(cast), another_decider(cast, "Mona Vale", Role.FRONT_DOOR_MANAGER)
    decide(look, ivo, outcome=Outcome.NO_FURTHER_ACTION, level=1)

    gap = Gap.objects.get()
    assert gap.due_on == NEXT.date()
    for manager in (cast.rosa, mona):
        assert [each.path for each in notices(viewer=manager) if "/alike/" in each.path] == [f"/alike/gaps/{gap.pk}/"]
        assert [each.pk for each in queries.open_gaps(viewer=manager)] == [gap.pk]
    for decider in (cast.femi, ivo, cast.tom):
        assert not [each for each in notices(viewer=decider) if "/alike/" in each.path]
        assert queries.open_gaps(viewer=decider) == []


def test_where_the_only_manager_made_one_of_them_the_head_of_service_is_told(cast):
    decide(a_second_look(cast), cast.rosa, outcome=Outcome.ADVICE, level=2)

    assert queries.open_gaps(viewer=cast.rosa) == []
    assert len(queries.open_gaps(viewer=cast.helen)) == 1
    assert any("/alike/gaps/" in each.path for each in notices(viewer=cast.helen))
    with pytest.raises(Gap.DoesNotExist):
        actions.settle_gap(Gap.objects.get().pk, what_was_done="Mine was right.", by=cast.rosa, at=NEXT)


def test_a_gap_is_settled_once_with_what_was_done(cast):
    decide(a_second_look(cast), cast.rosa, outcome=Outcome.ADVICE, level=2)
    gap = Gap.objects.get()
    with pytest.raises(actions.WordsMissing):
        actions.settle_gap(gap.pk, what_was_done=" ", by=cast.helen, at=NEXT)

    actions.settle_gap(gap.pk, what_was_done="Visited the same day.", by=cast.helen, at=NEXT)

    assert queries.open_gaps(viewer=cast.helen) == []
    with pytest.raises(actions.DoneAlready):
        actions.settle_gap(gap.pk, what_was_done="Again", by=cast.helen, at=NEXT)
    with pytest.raises(NotAllowed):
        actions.settle_gap(gap.pk, what_was_done="I", by=cast.femi, at=NEXT)


@pytest.mark.slow
@finding("S7", screen="/alike/agreement/")
def test_agreement_below_the_floor_beyond_chance_calls_a_session_once(cast):
    everything_is_drawn(cast)
    answers = [(Outcome.REFERRAL, 4), (Outcome.EARLY_HELP, 3), (Outcome.ADVICE, 2), (Outcome.NO_FURTHER_ACTION, 1)]
    for number in range(12):
        outcome, level = answers[number % 4]
        a_decision(cast, once=str(number), outcome=outcome, level=level)
    actions.draw(by=cast.command_line, at=NEXT)
    for number, look in enumerate(SecondLook.objects.order_by("pk")):
        outcome, level = answers[3 - number % 4]
        decide(look, cast.rosa, outcome=outcome, level=level)

    session = Calibration.objects.get()
    assert session.high < session.floor == 0.60
    assert [each.pk for each in queries.calibrations(viewer=cast.rosa)] == [session.pk]
    assert any(each.path == "/alike/agreement/" for each in notices(viewer=cast.rosa))
    with pytest.raises(NotAllowed):
        actions.close_calibration(session.pk, held_on=NEXT.date(), learned="-", by=cast.femi, at=NEXT)
    actions.close_calibration(session.pk, held_on=NEXT.date(), learned="Bruises on babies", by=cast.rosa, at=NEXT)
    with pytest.raises(actions.DoneAlready):
        actions.close_calibration(session.pk, held_on=NEXT.date(), learned="Again", by=cast.rosa, at=NEXT)


def test_the_picture_has_its_tables_and_nobodys_name(cast):
    look = a_second_look(cast)
    decide(look, cast.rosa, outcome=Outcome.EARLY_HELP, level=3)

    picture = queries.agreement(viewer=cast.anil, until=NEXT)

    assert (picture.pairs, picture.levels, picture.level_table) == (1, (3, 4), ((0, 0), (1, 0)))
    assert picture.outcomes == ("early_help", "referral")
    assert picture.splits[0].when_apart == 1
    assert "Rosa" not in repr(picture)
    with pytest.raises(NotAllowed):
        queries.agreement(viewer=cast.tom, until=NEXT)
