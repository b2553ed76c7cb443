"""Hard stop 8 without a screen: the database refuses it too, and of two at once one sees the other."""

import pytest
from django.db import IntegrityError, transaction

from lintel.journey.assessing.tests.builders import TEN, begun, of, say, sent
from lintel.steps.assessments.authorising.actions import OwnAssessment, authorise
from lintel.steps.assessments.models import Assessment, Writer
from lintel.steps.assessments.writing.actions import SignedByThem
from tests.at_once import at_once
from tests.trace import finding


def signed_by_hand(part: Assessment, who) -> None:
    """What somebody would do who goes past every action."""
    with transaction.atomic():
        Assessment.objects.filter(pk=part.pk).update(
            authorised_on=TEN.date(), authorised_at=TEN, authorised_by=who, outcome="early_help"
        )


@finding("S9")
@pytest.mark.django_db
def test_the_database_refuses_an_author_and_a_writer_as_signatories(cast, bells):
    family = sent(cast, bells)
    part = of(family, bells.mia.pk)
    Writer.objects.create(family=family, user=cast.sofia, since=TEN)

    for who in (cast.priya, cast.sofia):
        with pytest.raises(IntegrityError, match="nobody_authorises_what_they_wrote"):
            signed_by_hand(part, who)
    signed_by_hand(part, cast.marcus)
    with pytest.raises(IntegrityError, match="nobody_authorises_what_they_wrote"), transaction.atomic():
        Writer.objects.create(family=family, user=cast.marcus, since=TEN)


@pytest.mark.django_db(transaction=True)
def test_of_writing_and_signing_in_the_same_moment_only_one_is_done(cast, bells):
    family = sent(cast, bells)
    part = of(family, bells.mia.pk)

    answers = at_once(
        lambda: authorise(part, child_seen=True, by=cast.marcus, at=TEN),
        lambda: say(family, bells.noah.pk, "day", "He waits at the window.", by=cast.marcus),
    )

    [refused] = [each for each in answers if isinstance(each, Exception)]
    assert isinstance(refused, OwnAssessment | SignedByThem)
    wrote = Writer.objects.filter(family=family, user=cast.marcus).exists()
    signed = Assessment.objects.filter(family=family, authorised_by=cast.marcus).exists()
    assert wrote is not signed


@pytest.mark.django_db
def test_a_child_has_one_assessment_under_way(cast, bells):
    part = of(begun(cast, bells), bells.mia.pk)

    with pytest.raises(IntegrityError, match="a_child_has_one_assessment_under_way"), transaction.atomic():
        Assessment.objects.create(
            key="again",
            screen="assessments",
            family=part.family,
            child=bells.mia,
            started_on=part.started_on,
            referral=part.referral,
        )
