"""Sources that disagree about a child: listed, never chosen silently, settled by somebody with a reason."""

from datetime import date, datetime

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.audit_log.models import Entry
from lintel.foundation.people.actions import (
    AlreadySettled,
    NeitherOfTheTwo,
    NoReasonGiven,
    settle_contradiction,
)
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Contradiction, Person
from lintel.journey.imports import queries
from lintel.journey.imports.tests.builders import row
from tests.cast import LONDON, NOW

FIRST = row(date_of_contact=date(2025, 2, 3), date_of_birth=date(2015, 6, 1))
OTHER = row(date_of_contact=date(2025, 2, 4), date_of_birth=date(2015, 1, 6))
MAY = datetime(2025, 5, 2, 9, 0, tzinfo=LONDON)


def child():
    return Person.objects.get(la_child_id="C1")


def test_two_dates_of_birth_are_listed_and_the_first_stays(take):
    load = take({"List 1": [FIRST, OTHER]})

    found = Contradiction.objects.get()
    assert (found.field, found.held, found.other, found.source_row) == ("date_of_birth", "2015-06-01", "2015-01-06", 3)
    assert (child().date_of_birth, child().birth_date_certainty) == (date(2015, 6, 1), BirthDateCertainty.DISPUTED)
    assert load.findings["contradictions"] == [
        {"child": "C1", "field": "date_of_birth", "held": "2015-06-01", "other": "2015-01-06", "sheet": "List 1",
         "row": 3}
    ]  # fmt: skip


def test_two_sexes_are_listed_across_files(take):
    take({"List 1": [FIRST]})

    take({"List 3": [row(date_of_referral=date(2025, 2, 5), gender="b) Female")]})

    assert Contradiction.objects.values_list("field", "held", "other").get() == ("sex", "M", "F")
    assert child().sex == "M"


def test_an_unknown_sex_contradicts_nothing(take):
    take({"List 1": [row(date_of_contact=date(2025, 2, 3), gender="c) Not stated"), FIRST]})

    assert child().sex == "M"
    assert not Contradiction.objects.exists()


def test_a_contradiction_is_listed_once_however_often_it_comes(take):
    take({"List 1": [FIRST, OTHER]})

    take({"List 1": [OTHER, FIRST, row("C2", date_of_contact=date(2025, 4, 30))]}, at=MAY)

    assert Contradiction.objects.count() == 1


@pytest.mark.parametrize("settled_as", ["2015-06-01", "2015-01-06"])
def test_once_settled_it_holds_and_does_not_come_back(take, anil, settled_as):
    take({"List 1": [FIRST, OTHER]})

    settle_contradiction(
        Contradiction.objects.get(), settled_as=settled_as, reason="Birth certificate", by=anil, at=NOW
    )
    take({"List 1": [OTHER, FIRST, row("C2", date_of_contact=date(2025, 4, 30))]}, at=MAY)

    assert (child().date_of_birth, child().birth_date_certainty) == (
        date.fromisoformat(settled_as), BirthDateCertainty.KNOWN,
    )  # fmt: skip
    assert not Contradiction.objects.filter(settled_at__isnull=True).exists()


def test_settling_says_who_when_and_why(take, anil):
    take({"List 1": [FIRST, OTHER]})

    found = settle_contradiction(
        Contradiction.objects.get(), settled_as="2015-01-06", reason=" Birth certificate ", by=anil, at=NOW
    )

    assert (found.settled_by, found.settled_at, found.settled_because) == (anil, NOW, "Birth certificate")
    assert Entry.objects.get(act="contradiction settled").child_id == child().pk


def test_a_disagreement_about_sex_is_settled_too(take, anil):
    take({"List 1": [FIRST, row(date_of_contact=date(2025, 2, 9), gender="F")]})

    settle_contradiction(Contradiction.objects.get(), settled_as="F", reason="The mother said so", by=anil, at=NOW)

    assert child().sex == "F"


def test_what_is_refused(take, anil):
    take({"List 1": [FIRST, OTHER]})
    found = Contradiction.objects.get()

    with pytest.raises(NoReasonGiven):
        settle_contradiction(found, settled_as="2015-01-06", reason=" ", by=anil, at=NOW)
    with pytest.raises(NeitherOfTheTwo):
        settle_contradiction(found, settled_as="2015-03-03", reason="A guess", by=anil, at=NOW)
    settle_contradiction(found, settled_as="2015-01-06", reason="Certificate", by=anil, at=NOW)
    with pytest.raises(AlreadySettled):
        settle_contradiction(found, settled_as="2015-06-01", reason="Certificate", by=anil, at=NOW)


def test_a_stranger_settles_and_sees_nothing(take, tom, sam, anil):
    load = take({"List 1": [FIRST, OTHER]})

    with pytest.raises(NotAllowed):
        settle_contradiction(Contradiction.objects.get(), settled_as="2015-01-06", reason="x", by=sam, at=NOW)
    with pytest.raises(NotAllowed):
        queries.contradictions(viewer=tom, load=load)
    assert queries.contradictions(viewer=anil, load=load).count() == 1
