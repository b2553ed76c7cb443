"""What a panel is told of a case."""

from datetime import UTC, datetime

from lintel.oversight.alike.reviews.telling import text_of
from lintel.steps.front_door.models import Decision


def test_an_age_is_that_of_the_day_it_was_in_england():
    """Half past midnight on the birthday, in an English summer."""
    known = {"at": "2025-07-01T23:30:00+00:00", "children": [{"child_contact": 7, "date_of_birth": "2015-07-02"}]}

    told = text_of(Decision(known=known, child_contact_id=7, decided_at=datetime(2025, 7, 1, 23, 30, tzinfo=UTC)))

    assert told == "Age: 10 years."
