"""The count beside K30: children with a worker in name only (S6)."""

from datetime import date, datetime

import pytest

from lintel.foundation.workforce.codes import AbsenceReason
from lintel.journey.allocating.actions import reach_family
from lintel.journey.allocating.covering.actions import arrange_cover, say_away
from lintel.journey.allocating.in_name_only.queries import children_in_name_only
from lintel.journey.allocating.tests.given import accepted
from lintel.oversight.performance.cases import Filters
from lintel.oversight.performance.queries import reading
from tests.cast import LONDON, NOW
from tests.trace import finding

pytestmark = pytest.mark.django_db
THURSDAY = date(2025, 3, 6)


def beside(viewer, on=THURSDAY, **filters):
    return dict(reading("K30", viewer=viewer, as_at=on, filters=Filters(**filters)).also).get("Allocated in name only")


@finding("S6", screen="/")
def test_the_tile_of_unallocated_children_counts_those_allocated_in_name_only(cast, bells):
    (held,) = accepted(cast)
    assert beside(cast.helen, date(2025, 3, 5)) == "0"
    assert beside(cast.helen) == beside(cast.marcus) == "1"
    assert beside(cast.tom) == "0"

    reach_family([held], reached_on=date(2025, 3, 5), by=cast.priya, at=datetime(2025, 3, 6, 9, 0, tzinfo=LONDON))

    assert beside(cast.helen) == "0"


@finding("S6", screen="/")
def test_it_says_the_same_as_the_list(cast, bells):
    accepted(cast)
    back = date(2025, 3, 24)
    say_away(cast.priya.worker, reason=AbsenceReason.LEAVE, starts_on=NOW.date(), ends_on=back, by=cast.priya, at=NOW)
    arrange_cover(
        [bells.involvements["mia"]], worker=cast.tom.worker, begins_on=NOW.date(), ends_on=back, by=cast.sofia, at=NOW
    )  # fmt: skip

    listed = children_in_name_only(viewer=cast.marcus, on=THURSDAY)

    assert beside(cast.marcus) == str(len(listed)) == "3"


def test_it_is_narrowed_with_the_number_it_stands_beside(cast, bells):
    accepted(cast)

    assert beside(cast.helen, team_id=cast.north.pk) == "1"
    assert beside(cast.helen, team_id=cast.south.pk) == "0"
