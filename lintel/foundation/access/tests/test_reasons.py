"""Reasons to see, given many at once: new ones count, the same again changes nothing, an end ends them."""

from datetime import date

import pytest

from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.access.permissions import NotAllowed
from lintel.foundation.access.reasons.actions import give_reasons_to_see
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.audit_log.models import Entry
from tests.cast import NOW

pytestmark = pytest.mark.django_db

BEGINS = date(2025, 3, 3)


def reason(cast, bells, **more):
    return ReasonToSee(
        **{"child": bells.kit, "worker": cast.tom.worker, "basis": "duty", "key": "duty/1", "begins_on": BEGINS} | more
    )


def given():
    return Entry.objects.filter(act="reasons to see given").count()


def test_a_reason_that_is_given_lets_the_worker_see_the_child(cast, bells):
    assert give_reasons_to_see([reason(cast, bells)], by=cast.command_line, at=NOW) == 1

    assert bells.kit in visible_children(cast.tom, on=BEGINS)


def test_the_same_reason_again_changes_nothing_and_is_no_entry(cast, bells):
    give_reasons_to_see([reason(cast, bells)], by=cast.command_line, at=NOW)
    entries = given()

    assert give_reasons_to_see([reason(cast, bells)], by=cast.command_line, at=NOW) == 0
    assert given() == entries
    assert ReasonToSee.objects.filter(key="duty/1").count() == 1


def test_a_reason_given_with_an_end_ends(cast, bells):
    give_reasons_to_see([reason(cast, bells)], by=cast.command_line, at=NOW)

    assert give_reasons_to_see([reason(cast, bells, ends_on=date(2025, 3, 10))], by=cast.command_line, at=NOW) == 1
    assert bells.kit in visible_children(cast.tom, on=date(2025, 3, 9))
    assert bells.kit not in visible_children(cast.tom, on=date(2025, 3, 10))


def test_of_two_with_the_same_key_the_last_holds(cast, bells):
    both = [reason(cast, bells), reason(cast, bells, child=bells.mia)]

    assert give_reasons_to_see(both, by=cast.command_line, at=NOW) == 1
    assert ReasonToSee.objects.get(key="duty/1").child == bells.mia


def test_a_corrected_reason_keeps_what_it_was(cast, bells):
    give_reasons_to_see([reason(cast, bells)], by=cast.command_line, at=NOW)
    give_reasons_to_see([reason(cast, bells, child=bells.mia)], by=cast.command_line, at=NOW)

    was = ReasonToSee.objects.get(key="duty/1").events.get()

    assert (was.pgh_label, was.child_id) == ("corrected", bells.kit.pk)


@pytest.mark.parametrize("name", ["priya", "marcus", "tom", "sofia", "helen", "sam", "grace"])
def test_nobody_gives_themselves_a_reason(cast, bells, name):
    with pytest.raises(NotAllowed):
        give_reasons_to_see([reason(cast, bells)], by=cast.people[name], at=NOW)
