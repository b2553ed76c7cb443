"""Two records of one child with work in both: nothing of the work is ever hidden without somebody saying so."""

import pytest

from lintel.foundation.access.actions import service_account
from lintel.foundation.matching.merging import actions
from lintel.foundation.matching.merging.actions import merge, unmerge
from lintel.foundation.matching.models import Merge
from lintel.foundation.people.actions import load_names, load_people
from lintel.foundation.people.models import Person, PersonName
from lintel.steps.front_door.actions import load_child_contacts
from lintel.steps.front_door.models import ChildContact
from tests.cast import NOW, TYPED

BECAUSE = "The school knows one Mia."


@pytest.fixture
def maya(bells):
    """Mia again, in the same contact."""
    by = service_account(at=NOW)
    person = Person(**TYPED, key="maya")
    load_people([person], by=by, at=NOW)
    load_names([PersonName(**TYPED, key="maya", person=person, given="Maya", family="Bell")], by=by, at=NOW)
    load_child_contacts([ChildContact(**TYPED, key="again", contact=bells.contact, child=person)], by=by, at=NOW)
    return person


def test_work_never_stays_behind_unless_somebody_accepts_it(dawn, bells, maya):
    with pytest.raises(actions.WorkWouldStayBehind) as said:
        merge(bells.mia, maya, reason=BECAUSE, by=dawn, at=NOW)

    assert said.value.rows == ["child contact again"]
    assert not Merge.objects.exists()
    assert merge(bells.mia, maya, reason=BECAUSE, leaving_behind=True, by=dawn, at=NOW)


def test_the_work_goes_along_and_comes_back(dawn, bells, maya):
    had = set(bells.mia.referrals.values_list("pk", flat=True))

    made = merge(maya, bells.mia, reason=BECAUSE, leaving_behind=True, by=dawn, at=NOW)

    assert had
    assert set(maya.referrals.values_list("pk", flat=True)) == had
    unmerge(made, reason="They are cousins.", by=dawn, at=NOW)
    assert set(bells.mia.referrals.values_list("pk", flat=True)) == had
    assert not maya.referrals.exists()
