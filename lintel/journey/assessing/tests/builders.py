"""An assessment of the Bells, as far along as a test asks; through the same actions as everybody's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lintel.foundation.access.models import User
from lintel.journey.assessing.actions import (
    authorise_assessments,
    begin_assessment,
    midpoint_of,
    send_back_to_writer,
    send_to_manager,
)
from lintel.steps.assessments.actions import plan_to_see
from lintel.steps.assessments.authorising.actions import conclude
from lintel.steps.assessments.codes import Outcome
from lintel.steps.assessments.models import Assessment, FamilyAssessment
from lintel.steps.assessments.writing.actions import write_need, write_passage
from tests.cast import LONDON, NOW, Bells, Cast

TEN = datetime(2025, 3, 3, 10, 0, tzinfo=LONDON)
OUTCOMES = {"Mia": Outcome.PROTECTION, "Noah": Outcome.CHILD_IN_NEED, "": Outcome.EARLY_HELP}


def begun(cast: Cast, bells: Bells, *, at: datetime = NOW) -> FamilyAssessment:
    """Priya assesses Mia, Noah and the unborn baby."""
    return begin_assessment(bells.mia.pk, chosen=[each.pk for each in bells.children], by=cast.priya, at=at)


def written(cast: Cast, bells: Bells, *, began_at: datetime = NOW) -> FamilyAssessment:
    """Something stands in every kind of place."""
    family = begun(cast, bells, at=began_at)
    say(family, None, "family", "Ruth and the children live with Ruth’s mother.", by=cast.priya)
    for child, words in (
        (bells.mia, "“I count the stairs until it is quiet.”"),
        (bells.noah, "“I want my bike back.”"),
    ):
        say(family, child.pk, "voice", words, by=cast.priya)
        need = f"{child.names.get().given} needs nights without shouting."
        write_need(of(family, child.pk), words=need, by_when=date(2025, 6, 2), by=cast.priya, at=TEN)
    return family


def sent(cast: Cast, bells: Bells, *, began_at: datetime = NOW) -> FamilyAssessment:
    """All three are with Marcus, with a different outcome each."""
    family = written(cast, bells, began_at=began_at)
    for part in family.assessments.select_related("child"):
        outcome = OUTCOMES[part.child.names.get().given]
        conclude(part, factors=["3B"], outcome=outcome, by=cast.priya, at=TEN)
    send_to_manager(list(family.assessments.order_by("pk")), by=cast.priya, at=TEN)
    return family


def assessed_before_and_again(cast: Cast, bells: Bells) -> FamilyAssessment:
    """Mia was assessed before and authorised; now all three are again: one written, one with Marcus, one sent back."""
    earlier = sent(cast, bells, began_at=NOW - timedelta(hours=1))
    authorise_assessments(list(earlier.assessments.order_by("pk")), by=cast.marcus, at=TEN)
    family = written(cast, bells)
    midpoint_of(family, direction="Ask Owen’s mother.", none_because="", by=cast.marcus, at=TEN)
    plan_to_see(family, who="Noah’s teacher", by_when=date(2025, 3, 10), by=cast.priya, at=TEN)
    mia, noah = of(family, bells.mia.pk), of(family, bells.noah.pk)
    for part in (mia, noah):
        conclude(part, factors=["3B"], outcome=Outcome.CHILD_IN_NEED, by=cast.priya, at=TEN)
    send_to_manager([mia, noah], by=cast.priya, at=TEN)
    send_back_to_writer([noah], missing="What did his school say?", by=cast.marcus, at=TEN)
    return family


def of(family: FamilyAssessment, child_id: int) -> Assessment:
    """One child's part."""
    return family.assessments.select_related("family", "child").get(child=child_id)


def say(
    family: FamilyAssessment, child_id: int | None, section: str, words: str, *, by: User, read: int = 0,
    at: datetime = TEN,
) -> int:  # fmt: skip
    """Write a passage as if version `read` had been read; the version it has then."""
    passage = write_passage(
        family, child_id=child_id, section=section, words=words, read_version=read, by=by, at=at
    )  # fmt: skip
    return passage.version
