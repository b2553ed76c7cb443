"""How visits, supervision and signatures of the real record were written down."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lintel.foundation.access.permissions import NotAllowed
from lintel.journey.visiting.actions import correct, visit_family
from lintel.journey.visiting.tests.builders import bells_visited, said_of_the_bells
from lintel.oversight.recording.queries import how_written
from lintel.oversight.supervision.actions import announce_inspection, sign_as_supervisor
from lintel.oversight.supervision.tests.builders import written as being_written
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SINCE, UNTIL = (NOW - timedelta(days=60)).date(), (NOW + timedelta(days=60)).date()


def written(cast):
    return how_written(viewer=cast.grace, since=SINCE, until=UNTIL)


def test_a_visit_is_late_on_the_sixth_working_day_and_not_on_the_fifth(cast, bells):
    monday, tuesday = NOW, NOW + timedelta(days=1)
    for visited, later in ((monday, 7), (tuesday, 8)):  # on the Monday after, and on the Wednesday after
        said = said_of_the_bells(bells, at=visited)
        visit_family(said, sent_once=uuid4(), by=cast.priya, at=visited + timedelta(days=later))

    found = written(cast)

    assert (found.visits, found.days) == (2, 5)
    (late,) = found.visits_late
    assert (late.visited_on, late.written_on) == (tuesday.date(), (tuesday + timedelta(days=8)).date())
    assert bells.mia.pk in late.children


def test_a_visit_changed_after_an_inspection_was_announced_is_counted_and_one_put_right_before_is_not(cast, bells):
    call = NOW + timedelta(hours=1)
    announce_inspection(called_at=call, by=cast.helen, at=call)
    for visited, changed in ((NOW - timedelta(days=3), NOW), (NOW - timedelta(days=1), call + timedelta(hours=1))):
        visit = bells_visited(bells, by=cast.priya, at=visited).visit
        put_right = said_of_the_bells(bells, at=visited, heard="It was cold.")
        correct(visit, put_right, version=1, sent_once=uuid4(), by=cast.priya, at=changed)

    found = written(cast)

    assert (found.visits, len(found.changed_after_call)) == (2, 1)


def test_supervision_signed_late_and_after_the_call_is_counted(cast, bells):
    announce_inspection(called_at=NOW + timedelta(days=9), by=cast.helen, at=NOW + timedelta(days=9))
    sign_as_supervisor(being_written(cast, bells), by=cast.marcus, at=NOW + timedelta(days=10))

    found = written(cast)

    (talk,) = found.supervisions_late
    assert (talk.held_on, talk.signed_on) == (NOW.date(), (NOW + timedelta(days=10)).date())
    assert (found.supervisions, found.after_call) == (1, [talk])
    assert found.signatures == 1


def test_whoever_has_no_part_in_it_is_not_told(cast):
    for user in (cast.priya, cast.marcus, cast.tom):
        with pytest.raises(NotAllowed):
            how_written(viewer=user, since=SINCE, until=UNTIL)
