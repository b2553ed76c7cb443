"""Coded answers about family versions."""

from enum import StrEnum


class About(StrEnum):
    """What a family version says again in plain words."""

    ASSESSMENT = "assessment"
    CIN_PLAN = "cin_plan"
    CP_PLAN = "cp_plan"
    LETTER = "letter"

    @property
    def words(self) -> str:
        return _ABOUT[self]


_ABOUT = {
    About.ASSESSMENT: "Assessment", About.CIN_PLAN: "Child in need plan",
    About.CP_PLAN: "Child protection plan", About.LETTER: "Letter",
}  # fmt: skip


class Reader(StrEnum):
    """Who reads it."""

    PARENT = "parent"
    CARER = "carer"
    YOUNG_PERSON = "young_person"
    FAMILY = "family"

    @property
    def words(self) -> str:
        return _READERS[self]


_READERS = {
    Reader.PARENT: "a parent", Reader.CARER: "a carer", Reader.YOUNG_PERSON: "the child",
    Reader.FAMILY: "somebody else of the family",
}  # fmt: skip


class Way(StrEnum):
    """How it reached them."""

    READ_TOGETHER = "read_together"
    BY_HAND = "by_hand"
    POST = "post"
    EMAIL = "email"

    @property
    def words(self) -> str:
        return _WAYS[self]

    @property
    def leaves_paper(self) -> bool:
        """Whether words stay with them, or arrive, that somebody else could find."""
        return self is not Way.READ_TOGETHER

    @property
    def is_sent(self) -> bool:
        """Whether it goes to an address."""
        return self in (Way.POST, Way.EMAIL)


_WAYS = {
    Way.READ_TOGETHER: "Read together, and no paper left", Way.BY_HAND: "Given by hand",
    Way.POST: "By post", Way.EMAIL: "By e-mail, sent outside Lintel",
}  # fmt: skip
