"""Coded answers at the front door."""

from enum import StrEnum


class Channel(StrEnum):
    """How a contact reached us. Its time of receipt is the channel's own and is never edited."""

    TELEPHONE = "telephone"
    FORM = "form"  # a professional's form
    PUBLIC_FORM = "public_form"  # a member of the public's form
    EMAIL = "email"
    POLICE_FEED = "police_feed"
    OUT_OF_HOURS = "out_of_hours"
    STEP_UP = "step_up"  # early help asks for more, in one click
    FILE = "file"

    @property
    def words(self) -> str:
        return _CHANNELS[self]


_CHANNELS = {
    Channel.TELEPHONE: "Telephone", Channel.FORM: "Professional’s form", Channel.PUBLIC_FORM: "Public form",
    Channel.EMAIL: "E-mail", Channel.POLICE_FEED: "Police notification", Channel.OUT_OF_HOURS: "Out of hours",
    Channel.STEP_UP: "Stepped up from early help", Channel.FILE: "From a file",
}  # fmt: skip


class Outcome(StrEnum):
    REFERRAL = "referral"  # the statutory threshold is met
    STRATEGY_DISCUSSION = "strategy_discussion"  # met, and significant harm is likely: a referral as well
    EARLY_HELP = "early_help"
    ADVICE = "advice"  # advice, information or signposting
    NO_FURTHER_ACTION = "no_further_action"
    TO_ALLOCATED_WORKER = "to_allocated_worker"  # the child was open already
    OTHER_AUTHORITY = "other_authority"  # the child lives elsewhere
    AWAITING_INFORMATION = "awaiting_information"  # closed for now; if it comes back, the first clock runs on
    OTHER = "other"
    # Only for files that do not carry a decision: nothing else in the files followed this contact.
    NOTHING_FOLLOWED = "nothing_followed"

    @property
    def words(self) -> str:
        return _OUTCOMES[self]

    @property
    def is_statutory(self) -> bool:
        """Whether the statutory threshold was met (K06)."""
        return self in STATUTORY

    @property
    def opens_work(self) -> bool:
        """Whether work with the child begins by it, on the child's record."""
        return self.is_statutory or self is Outcome.EARLY_HELP


STATUTORY = frozenset({Outcome.REFERRAL, Outcome.STRATEGY_DISCUSSION})

_OUTCOMES = {
    Outcome.REFERRAL: "Referral to children’s social care", Outcome.STRATEGY_DISCUSSION: "Strategy discussion",
    Outcome.EARLY_HELP: "Early help", Outcome.ADVICE: "Advice or information",
    Outcome.NO_FURTHER_ACTION: "Nothing further from us", Outcome.TO_ALLOCATED_WORKER: "To the child’s own worker",
    Outcome.OTHER_AUTHORITY: "To another authority", Outcome.AWAITING_INFORMATION: "Closed, awaiting information",
    Outcome.OTHER: "Other outcome", Outcome.NOTHING_FOLLOWED: "Nothing followed in the files",
}  # fmt: skip

# What a decision maker chooses from, in the order of the page; the rest is for files.
TO_CHOOSE = (
    Outcome.STRATEGY_DISCUSSION, Outcome.REFERRAL, Outcome.EARLY_HELP, Outcome.ADVICE, Outcome.NO_FURTHER_ACTION,
    Outcome.TO_ALLOCATED_WORKER, Outcome.OTHER_AUTHORITY, Outcome.AWAITING_INFORMATION,
)  # fmt: skip


class OutcomeBasis(StrEnum):
    DECIDED = "decided"  # the source gives the decision
    INFERRED = "inferred"  # worked out from what followed in the files


class Consent(StrEnum):
    SOUGHT = "sought"  # asked for, not answered yet
    GIVEN = "given"
    REFUSED = "refused"
    DISPENSED_WITH = "dispensed_with"
    NOT_SOUGHT = "not_sought"

    @property
    def words(self) -> str:
        return _CONSENT[self]


_CONSENT = {
    Consent.SOUGHT: "Asked for, no answer yet", Consent.GIVEN: "Given", Consent.REFUSED: "Refused",
    Consent.DISPENSED_WITH: "Dispensed with", Consent.NOT_SOUGHT: "Not asked for",
}  # fmt: skip


class Priority(StrEnum):
    """How soon somebody must have looked; the hours are `contact_red`, `contact_amber`, `contact_green`."""

    NOW = "now"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"

    @property
    def words(self) -> str:
        return {"now": "Now", "red": "Red", "amber": "Amber", "green": "Green"}[self]


class Concern(StrEnum):
    """What is worrying somebody. What a concern is, not how likely it is."""

    DOMESTIC_ABUSE = "domestic_abuse"
    PHYSICAL_HARM = "physical_harm"
    SEXUAL_HARM = "sexual_harm"
    EMOTIONAL_HARM = "emotional_harm"
    NEGLECT = "neglect"
    EXPLOITATION = "exploitation"
    MISSING = "missing"
    PARENTS_SUBSTANCES = "parents_substances"
    PARENTS_HEALTH = "parents_health"
    CHILDS_HEALTH = "childs_health"
    DISABILITY = "disability"
    YOUNG_CARER = "young_carer"
    HOUSING = "housing"
    UNBORN = "unborn"
    CONFLICT = "conflict"
    ONLINE = "online"
    OTHER = "other"

    @property
    def words(self) -> str:
        return _CONCERNS[self]


_CONCERNS = {
    Concern.DOMESTIC_ABUSE: "Domestic abuse", Concern.PHYSICAL_HARM: "Physical harm",
    Concern.SEXUAL_HARM: "Sexual harm", Concern.EMOTIONAL_HARM: "Emotional harm", Concern.NEGLECT: "Neglect",
    Concern.EXPLOITATION: "Exploitation", Concern.MISSING: "Missing",
    Concern.PARENTS_SUBSTANCES: "A parent’s drink or drugs", Concern.PARENTS_HEALTH: "A parent’s mental health",
    Concern.CHILDS_HEALTH: "The child’s own mental health or self-harm",
    Concern.DISABILITY: "Disability or additional needs", Concern.YOUNG_CARER: "A child caring for somebody",
    Concern.HOUSING: "Housing or money", Concern.UNBORN: "An unborn child",
    Concern.CONFLICT: "Conflict at home or between parents", Concern.ONLINE: "Harm online",
    Concern.OTHER: "Something else",
}  # fmt: skip


class Identity(StrEnum):
    """Whether somebody has checked who a child in a contact is."""

    NOT_CHECKED = "not_checked"
    KNOWN = "known"  # a child of ours, confirmed by an officer
    NEW = "new"  # confirmed to be nobody we know


class InformantKind(StrEnum):
    PROFESSIONAL = "professional"
    POLICE = "police"
    PUBLIC = "public"
    FAMILY = "family"
    CHILD = "child"
    COLLEAGUE = "colleague"

    @property
    def is_sealed(self) -> bool:
        """Whether who told us is kept from everybody without the right to open it, unless they said otherwise."""
        return self in (InformantKind.PUBLIC, InformantKind.FAMILY)

    @property
    def is_told_the_outcome(self) -> bool:
        """Whether they are told what and why within the agreed time (K14)."""
        return self in (InformantKind.PROFESSIONAL, InformantKind.POLICE)


class Part(StrEnum):
    """What an adult has to do with a contact, as told."""

    MOTHER = "mother"
    FATHER = "father"
    PARTNER = "partner"
    CARER = "carer"
    RELATIVE = "relative"
    SAID_TO_HAVE_HARMED = "said_to_have_harmed"
    SAID_TO_BE_HARMED = "said_to_be_harmed"
    OTHER = "other"


class CallKind(StrEnum):
    """A call that is not a referral."""

    ADVICE = "advice"
    WRONG_NUMBER = "wrong_number"
    UPDATE_ON_OPEN_CASE = "update_on_open_case"
    OTHER = "other"


class Means(StrEnum):
    """How somebody was told the outcome."""

    EMAIL = "email"
    LETTER = "letter"
    TELEPHONE = "telephone"
    PORTAL = "portal"

    @property
    def words(self) -> str:
        return {"email": "E-mail", "portal": "Partner portal"}.get(self, self.capitalize())
