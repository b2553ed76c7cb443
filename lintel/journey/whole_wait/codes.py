"""What is waited for, and who holds the next step meanwhile."""

from enum import StrEnum


class Who(StrEnum):
    """Who held the next step."""

    POLICE = "police"
    WHOEVER_TOLD_US = "whoever_told_us"
    ON_THE_WAY = "on_the_way"
    FRONT_DOOR = "front_door"
    NOBODY = "nobody"
    WORKER = "worker"
    EARLY_HELP = "early_help"
    ELSEWHERE = "elsewhere"
    NOT_RECORDED = "not_recorded"

    @property
    def words(self) -> str:
        return _WHO[self]


_WHO = {
    Who.POLICE: "The police", Who.WHOEVER_TOLD_US: "Whoever told us", Who.ON_THE_WAY: "Nobody: it was on its way",
    Who.FRONT_DOOR: "The front door", Who.NOBODY: "Nobody", Who.WORKER: "The worker", Who.EARLY_HELP: "Early help",
    Who.ELSEWHERE: "Another authority", Who.NOT_RECORDED: "Not recorded who held it",
}  # fmt: skip


class Waited(StrEnum):
    """What a part of a wait was spent waiting for, in the order of the journey."""

    POLICE_TO_TELL = "police_to_tell"
    TO_BE_TOLD = "to_be_told"
    TO_ARRIVE = "to_arrive"
    DECISION = "decision"
    INFORMATION = "information"
    NEXT_KNOCK = "next_knock"
    WORKER = "worker"
    OFFERED_WORKER = "offered_worker"
    NEXT_WORKER = "next_worker"
    FIRST_CONTACT = "first_contact"
    TO_BE_SEEN = "to_be_seen"
    EARLY_HELP_ANSWER = "early_help_answer"
    SENT_BACK = "sent_back"
    EARLY_HELP_MEETING = "early_help_meeting"
    WITH_EARLY_HELP = "with_early_help"
    ELSEWHERE = "elsewhere"
    NOT_RECORDED = "not_recorded"

    @property
    def words(self) -> str:
        return _WAITED[self][0]

    @property
    def who(self) -> Who:
        return _WAITED[self][1]


_WAITED = {
    Waited.POLICE_TO_TELL: ("The police to tell us", Who.POLICE),
    Waited.TO_BE_TOLD: ("Somebody to tell us", Who.WHOEVER_TOLD_US),
    Waited.TO_ARRIVE: ("What was sent to arrive", Who.ON_THE_WAY),
    Waited.DECISION: ("The front door’s decision", Who.FRONT_DOOR),
    Waited.INFORMATION: ("Information, closed meanwhile", Who.FRONT_DOOR),
    Waited.NEXT_KNOCK: ("Somebody to tell us again: closed without help", Who.NOBODY),
    Waited.WORKER: ("A worker", Who.NOBODY),
    Waited.OFFERED_WORKER: ("The answer of a worker it was given to", Who.WORKER),
    Waited.NEXT_WORKER: ("Another worker, after the one before", Who.NOBODY),
    Waited.FIRST_CONTACT: ("The worker’s first contact", Who.WORKER),
    Waited.TO_BE_SEEN: ("The child to be seen, after first contact", Who.WORKER),
    Waited.EARLY_HELP_ANSWER: ("Early help’s answer", Who.EARLY_HELP),
    Waited.SENT_BACK: ("An answer to what early help sent back", Who.FRONT_DOOR),
    Waited.EARLY_HELP_MEETING: ("Early help to begin", Who.EARLY_HELP),
    Waited.WITH_EARLY_HELP: ("Other help, with early help beside the family", Who.EARLY_HELP),
    Waited.ELSEWHERE: ("The authority it was passed to", Who.ELSEWHERE),
    Waited.NOT_RECORDED: ("Not recorded", Who.NOT_RECORDED),
}  # fmt: skip
