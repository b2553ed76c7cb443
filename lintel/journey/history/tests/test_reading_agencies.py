"""The desk reads every check of a contact it may read; an agency reads its own, and only what the question needs."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from lintel.foundation.access.actions import exclude, open_restriction
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.agencies.codes import AgencyKind
from lintel.journey.handovers.actions import decide_contact
from lintel.journey.history.queries import known_at
from lintel.steps.agency_checks import queries
from lintel.steps.agency_checks.actions import answer, withdraw
from lintel.steps.agency_checks.codes import Known
from lintel.steps.agency_checks.tests.builders import agency, all_said, checked
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.models import Decision
from lintel.steps.front_door.tests.builders import chosen_for, knock, tells_of
from tests.cast import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def police(rosa, hart):
    return agency(rosa, hart)


@pytest.fixture
def health(rosa, nell):
    return agency(rosa, key="health", kind=AgencyKind.HEALTH)


@pytest.fixture
def contact(dawn, bells):
    return knock(by=dawn, once="1", words="His father shouts.", children=[tells_of(bells.kit), tells_of(bells.mia)])


def test_an_agency_sees_its_own_requests_and_no_others(contact, dawn, hart, police, health):
    mine, other = checked(contact, police, health, by=dawn)

    assert [each.pk for each in queries.requests_to_me(viewer=hart)] == [mine.pk]
    assert queries.request_to_me(other.pk, viewer=hart) is None


def test_an_agency_sees_who_is_asked_about_and_nothing_else_of_the_contact(contact, dawn, hart, police):
    checked(contact, police, by=dawn)

    seen = str(asdict(queries.requests_to_me(viewer=hart)[0]))

    assert "Kit Hartley" in seen
    assert contact.words not in seen
    assert contact.reference not in seen
    assert "Wren Tallow" not in seen


def test_only_the_children_asked_about_are_named(contact, dawn, hart, police, bells):
    checked(contact, police, by=dawn, children=[contact.children.get(child=bells.kit)])

    seen = str(asdict(queries.requests_to_me(viewer=hart)[0]))

    assert "Kit Hartley" in seen
    assert "Mia" not in seen


def test_whoever_left_an_agency_sees_nothing_of_it(contact, dawn, hart, police):
    checked(contact, police, by=dawn)
    police.members.update(ended_at=NOW)

    assert queries.requests_to_me(viewer=hart) == []
    assert queries.our_answer_times(viewer=hart, since=NOW, at=NOW) is None


def test_a_partner_reads_no_contacts_checks_and_no_other_agencys_times(contact, dawn, hart, police):
    checked(contact, police, by=dawn)

    assert queries.checks_of(contact, viewer=hart) == []
    with pytest.raises(NotAllowed):
        queries.answer_times(viewer=hart, since=NOW, at=NOW)


def test_tom_reads_no_check_of_another_teams_children(contact, dawn, tom, police):
    [check] = checked(contact, police, by=dawn)

    assert queries.checks_of(contact, viewer=tom) == []
    assert queries.check_of(check.pk, viewer=tom) is None


def test_a_child_kept_from_somebody_hides_every_check_of_the_contact(contact, dawn, femi, helen, grace, police, bells):
    checked(contact, police, by=dawn)
    exclude(bells.kit, user=femi, reason="His uncle.", by=grace, at=NOW)
    assert queries.checks_of(contact, viewer=femi) == []

    open_restriction(bells.mia, named=[helen], reason="Adopted.", together_with=grace, by=helen, at=NOW)

    assert queries.checks_of(contact, viewer=dawn) == []


def test_open_and_answered_checks_are_frozen_with_the_decision(contact, dawn, femi, hart, police, health):
    first, second, third = checked(contact, police, health, police, by=dawn)
    answer(first, known=all_said(first, Known.YES), words="One order.", by=hart, at=NOW + HOUR)
    withdraw(third, because="Asked twice.", by=dawn, at=NOW + HOUR)

    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=femi, at=NOW + 2 * HOUR)

    frozen = Decision.objects.first().known["checks"]
    assert [(each["agency"], each["words"], bool(each["answered_at"])) for each in frozen] == [
        ("Ravenshire police", "One order.", True), ("Ravenshire health", "", False),
    ]  # fmt: skip
    assert second.question == frozen[1]["question"]


def test_what_a_decision_maker_may_not_see_is_not_in_what_is_frozen(contact, dawn, tom, police):
    checked(contact, police, by=dawn)

    assert known_at(contact, viewer=tom, at=NOW)["checks"] == []


@pytest.mark.finding("S10")
def test_both_sides_are_told_the_same_of_the_same_checks(contact, dawn, rosa, hart, police, health):
    made = checked(contact, police, police, health, by=dawn)
    answer(made[0], known=all_said(made[0]), by=hart, at=NOW + HOUR)

    for hours in (0, 1, 3, 5, 50):
        theirs = queries.our_answer_times(viewer=hart, since=NOW, at=NOW + hours * HOUR)
        ours = {each.agency: each for each in queries.answer_times(viewer=rosa, since=NOW, at=NOW + hours * HOUR)}
        assert theirs == ours["Ravenshire police"]


def test_a_page_of_checks_asks_the_database_the_same_number_of_times(
    contact, dawn, police, health, django_assert_max_num_queries
):
    checked(contact, *[police, health] * 10, by=dawn)

    with django_assert_max_num_queries(12):
        assert len(queries.checks_of(contact, viewer=dawn)) == 20
