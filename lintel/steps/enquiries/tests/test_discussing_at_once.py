"""Two discussions about one child decide in the same moment: one enquiry begins, and the other decision stands."""

import pytest

from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.models import ChildDecision, Section47Enquiry, StrategyDiscussion
from lintel.steps.enquiries.tests.builders import HOUR, asked_for, decided, enquiry_decided, held
from tests.at_once import at_once
from tests.cast import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow(takes=4)]


def test_of_two_discussions_that_decide_at_once_exactly_one_begins_the_enquiry(bells, priya, marcus):
    meetings = [asked_for([bells.mia], by=priya) for _ in range(2)]
    for meeting in meetings:
        held(meeting, by=marcus, at=NOW + 2 * HOUR, without=[Party.HEALTH], urgent_because="He comes home at five.")
    children = {bells.mia.pk: enquiry_decided(NOW)}

    at_once(*[
        lambda meeting=meeting: decided(meeting, by=marcus, at=NOW + 2 * HOUR, children=children)
        for meeting in meetings
    ])  # fmt: skip

    assert sorted(StrategyDiscussion.objects.values_list("began_enquiry", flat=True)) == [False, True]
    assert Section47Enquiry.objects.get().begun_by.began_enquiry
    assert ChildDecision.objects.count() == 2
