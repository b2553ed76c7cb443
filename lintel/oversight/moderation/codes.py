"""The words of moderation: why an audit was drawn, and what an answer may lack."""

from enum import StrEnum


class Because(StrEnum):
    """Why an audit was drawn. Shown to nobody before a moderator has locked a grade: it would give the grade away."""

    RANDOM = "random"
    EXTREME = "extreme"


class Lack(StrEnum):
    """What an answer to a question lacks, as a moderator sees it."""

    VERDICT = "verdict"
    EVIDENCE = "evidence"
    SPECIFIC = "specific"
    POOR = "poor"

    @property
    def words(self) -> str:
        return _LACKS[self]


_LACKS = {
    Lack.VERDICT: "It does not come to a clear answer",
    Lack.EVIDENCE: "What it says is not borne out by what it cites",
    Lack.SPECIFIC: "It says nothing about this child that could not be said of any",
    Lack.POOR: "Poorly answered",
}
OF_A_CORE_ANSWER = (Lack.VERDICT, Lack.EVIDENCE, Lack.SPECIFIC)
