"""From notices to the words of a contact."""

from datetime import UTC, date, datetime

from lintel.journey.notifications.knocks import words_of
from lintel.journey.notifications.tests.builders import notice


def test_how_late_a_notice_is_counts_days_of_england():
    """Half past midnight in an English summer is still the day before in Greenwich."""
    told = notice(occurred_on=date(2025, 6, 30), occurred_at=None)

    assert "Received 2 days later." in words_of(told, received_at=datetime(2025, 7, 1, 23, 30, tzinfo=UTC))
