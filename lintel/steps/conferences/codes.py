"""Coded answers about asking for a conference, who is there, and what each of them thinks."""

from enum import StrEnum

# What a conference that was held here is written down as coming from.
SCREEN = "conference"


class Kind(StrEnum):
    """Why a conference is asked for."""

    INITIAL = "initial"
    REVIEW = "review"
    TRANSFER_IN = "transfer_in"

    @property
    def words(self) -> str:
        return {
            Kind.INITIAL: "Initial conference", Kind.REVIEW: "Review conference",
            Kind.TRANSFER_IN: "Transfer-in conference",
        }[self]  # fmt: skip


class Side(StrEnum):
    """Whom somebody at a conference comes for."""

    CHILD = "child"
    PARENT = "parent"
    FAMILY = "family"
    ADVOCATE = "advocate"
    CHAIR = "chair"
    SOCIAL_CARE = "social_care"
    POLICE = "police"
    HEALTH = "health"
    SCHOOL = "school"
    OTHER_AGENCY = "other_agency"

    @property
    def words(self) -> str:
        return {
            Side.CHILD: "The child", Side.PARENT: "Parent or carer", Side.FAMILY: "Somebody else of the family",
            Side.ADVOCATE: "Advocate or supporter", Side.CHAIR: "The chair", Side.SOCIAL_CARE: "Children’s social care",
            Side.POLICE: "Police", Side.HEALTH: "Health", Side.SCHOOL: "School or nursery",
            Side.OTHER_AGENCY: "Another agency",
        }[self]  # fmt: skip

    @property
    def is_agency(self) -> bool:
        """Whether it gives a view of its own on each child, which stands apart from the others'."""
        return self in AGENCIES


AGENCIES = frozenset({Side.SOCIAL_CARE, Side.POLICE, Side.HEALTH, Side.SCHOOL, Side.OTHER_AGENCY})


class Attendance(StrEnum):
    """Whether somebody came. Words that were sent are not attendance."""

    CAME = "came"
    SENT_WORDS = "sent_words"
    DID_NOT_COME = "did_not_come"

    @property
    def words(self) -> str:
        return {
            Attendance.CAME: "Was there", Attendance.SENT_WORDS: "Sent words, was not there",
            Attendance.DID_NOT_COME: "Was not there",
        }[self]  # fmt: skip


class Shared(StrEnum):
    """How a report came to the family."""

    TALKED_THROUGH = "talked_through"
    HANDED_OVER = "handed_over"
    POSTED = "posted"
    SENT = "sent"
    WAITING_ROOM = "waiting_room"

    @property
    def words(self) -> str:
        return {
            Shared.TALKED_THROUGH: "Talked through with them", Shared.HANDED_OVER: "Handed over",
            Shared.POSTED: "By post", Shared.SENT: "Sent to them securely",
            Shared.WAITING_ROOM: "Read in the waiting room",
        }[self]  # fmt: skip


class View(StrEnum):
    """What an agency thinks should become of one child."""

    PLAN = "plan"
    NO_PLAN = "no_plan"
    UNDECIDED = "undecided"

    @property
    def words(self) -> str:
        return {
            View.PLAN: "A child protection plan", View.NO_PLAN: "No child protection plan",
            View.UNDECIDED: "Could not say",
        }[self]  # fmt: skip


class ReformRole(StrEnum):
    """Roles in child protection that the 2026 reforms bring, each from a day the authority decides."""

    LEAD = "lead"
    TEAM = "team"


# What they are called until the authority says otherwise, from when on, and on whose word.
CALLED_BEFORE = {ReformRole.LEAD: "Lead social worker", ReformRole.TEAM: "Core group"}
