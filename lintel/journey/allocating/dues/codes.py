"""The kinds of things that are due."""

from enum import StrEnum


class What(StrEnum):
    """What is to be done for a child, in the order in which it comes on one day."""

    ANSWER = "answer"
    FIRST_CONTACT = "first_contact"
    CHILD_SEEN_IN_ENQUIRY = "child_seen_in_enquiry"
    CHILD_SEEN = "child_seen"
    PROTECTION_VISIT = "protection_visit"
    PROMISE = "promise"
    TRANSFER = "transfer"
    PLAN_ACTION = "plan_action"
    PLAN_REVIEW = "plan_review"
    CORE_GROUP = "core_group"
    REVIEW = "review"
    MIDPOINT = "midpoint"
    ASSESSMENT = "assessment"

    @property
    def words(self) -> str:
        return _WHAT[self]

    @property
    def place(self) -> int:
        return list(What).index(self)


_WHAT = {
    What.ANSWER: "Accept, or say why not",
    What.FIRST_CONTACT: "Reach the family for the first time",
    What.CHILD_SEEN_IN_ENQUIRY: "See the child: harm is looked into",
    What.CHILD_SEEN: "See the child",
    What.PROTECTION_VISIT: "Visit under the protection plan",
    What.PROMISE: "Promised",
    What.TRANSFER: "Ask the other authority whether they have the child",
    What.PLAN_ACTION: "Planned",
    What.PLAN_REVIEW: "Review the plan with the family",
    What.CORE_GROUP: "First core group",
    What.REVIEW: "Review conference",
    What.MIDPOINT: "Look at the assessment half-way with your manager",
    What.ASSESSMENT: "Have the assessment authorised",
}
