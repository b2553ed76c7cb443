"""Coded answers of agency checks: on what basis an agency is asked, what it knows, how it was reminded."""

from enum import StrEnum


class LawfulBasis(StrEnum):
    """On what basis the authority asks. Each comes with its words and its source; the asker adds why it holds here."""

    SECTION_17 = "section_17"
    SECTION_47 = "section_47"
    COOPERATION = "cooperation"
    DUTY_TO_SHARE = "duty_to_share"
    PUBLIC_TASK = "public_task"
    VITAL_INTERESTS = "vital_interests"
    CONSENT = "consent"

    @property
    def words(self) -> str:
        return _BASES[self][0]

    @property
    def source(self) -> str:
        """The law it rests on, as the agency is told."""
        return _BASES[self][1]


# Unverified: that 47(9) to (11) and Schedule 1, paragraph 18, say so, and from which day the duty of 2026 is in force.
_BASES = {
    LawfulBasis.SECTION_47: (
        "To find out whether a child is suffering, or is likely to suffer, significant harm",
        "Children Act 1989, section 47; who must help with enquiries: 47(9) to (11)",
    ),
    LawfulBasis.SECTION_17: (
        "To find out whether a child is in need", "Children Act 1989, section 17 and, for help asked for, section 27",
    ),
    LawfulBasis.COOPERATION: (
        "Agencies work together to improve the wellbeing of children", "Children Act 2004, sections 10 and 11",
    ),
    LawfulBasis.DUTY_TO_SHARE: (
        "Duty to share what is relevant to safeguarding a child",
        "Children Act 2004, the duty put after section 16L by section 4 of chapter 21 of 2026, where in force",
    ),
    LawfulBasis.PUBLIC_TASK: (
        "Public task: safeguarding children",
        "UK GDPR, Article 6(1)(e); Data Protection Act 2018, Schedule 1, paragraph 18",
    ),
    LawfulBasis.VITAL_INTERESTS: ("To protect somebody’s life", "UK GDPR, Article 6(1)(d)"),
    LawfulBasis.CONSENT: ("The family agreed that we ask", "UK GDPR, Article 6(1)(a)"),
}  # fmt: skip


class Known(StrEnum):
    """What an agency says of one child."""

    YES = "yes"
    NO = "no"
    NOTHING_HELD = "nothing_held"

    @property
    def words(self) -> str:
        return _KNOWN[self]


_KNOWN = {
    Known.YES: "Yes, and we hold something that answers the question",
    Known.NOTHING_HELD: "Known to us, but we hold nothing that answers the question",
    Known.NO: "Not known to us",
}


class ChaseMeans(StrEnum):
    """How an agency was reminded."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    PORTAL = "portal"
    CLOCK = "clock"  # nobody had to: time ran out

    @property
    def words(self) -> str:
        return {"telephone": "By telephone", "email": "By e-mail", "portal": "In the portal", "clock": "By the clock"}[
            self
        ]


# How somebody at the desk can remind an agency.
BY_HAND = (ChaseMeans.TELEPHONE, ChaseMeans.EMAIL, ChaseMeans.PORTAL)
