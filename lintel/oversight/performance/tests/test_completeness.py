"""K13: what professionals' forms say of what they are asked for, by agency, each form once."""

from datetime import date

import pytest

from lintel.foundation.access.roles import Role
from lintel.oversight.performance import queries
from lintel.oversight.performance.answers import State
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.tests.builders import Service, user
from lintel.steps.front_door.codes import Channel
from lintel.steps.front_door.completeness import OF_A_PROFESSIONAL, OF_THE_PUBLIC, Item, percent

DAY = date(2026, 9, 7)


@pytest.fixture
def service(db):
    return Service()


def form(service, items, children=None, **said):
    return service.contact(DAY, children, channel=Channel.FORM, items_said=list(items), source="2A", **said)


def read(**more):
    period = Period(date(2026, 9, 1), date(2026, 9, 30))
    return queries.reading("K13", viewer=user(Role.HEAD_OF_SERVICE), as_at=date(2026, 10, 2), period=period, **more)


@pytest.mark.finding("S7")
def test_it_is_the_mean_of_what_the_forms_said(service):
    form(service, OF_A_PROFESSIONAL)
    form(service, [Item.SEEN, Item.WHO, Item.CHILD_NAME])

    assert read().value == pytest.approx(65)


def test_a_form_about_three_children_counts_once(service):
    form(service, [Item.SEEN], [service.child() for _ in range(3)])
    form(service, OF_A_PROFESSIONAL)

    assert read().value == pytest.approx(55)


def test_what_came_by_telephone_or_from_the_public_is_not_measured(service):
    form(service, OF_A_PROFESSIONAL)
    service.contact(DAY, channel=Channel.TELEPHONE)
    service.contact(DAY, channel=Channel.PUBLIC_FORM, items_said=[Item.SEEN])

    assert read().value == 100


def test_an_item_that_is_not_on_the_list_counts_for_nothing(service):
    form(service, [Item.SEEN, "shoe_size"])

    assert read().value == pytest.approx(10)


def test_an_agency_with_few_forms_is_not_named(service):
    for _ in range(4):
        form(service, [Item.SEEN])

    assert read().also == ()


def test_an_agency_with_enough_forms_stands_on_its_own(service):
    for _ in range(5):
        form(service, [Item.SEEN])

    assert read().also == (("No agency of the list named, 5 forms", "10"),)


def test_before_any_form_came_it_is_not_known(service):
    service.contact(DAY)

    assert read().state is State.NOT_IN_DATA


def test_all_of_it_is_a_hundred_and_none_of_it_nought():
    assert percent(OF_A_PROFESSIONAL) == percent(OF_THE_PUBLIC, OF_THE_PUBLIC) == 100
    assert percent([]) == 0
