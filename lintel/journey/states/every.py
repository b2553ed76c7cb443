"""Every diagram, in the order in which a child may meet what it draws."""

from lintel.journey.states.allocation import ALLOCATION
from lintel.journey.states.assessment import ASSESSMENT
from lintel.journey.states.conference import CONFERENCE
from lintel.journey.states.contact import CONTACT
from lintel.journey.states.discussion import DISCUSSION
from lintel.journey.states.enquiry import ENQUIRY
from lintel.journey.states.protection_plan import PROTECTION_PLAN
from lintel.journey.states.referral import REFERRAL
from lintel.journey.states.step_down import STEP_DOWN

DIAGRAMS = (
    CONTACT, REFERRAL, ALLOCATION, ASSESSMENT, DISCUSSION, ENQUIRY, CONFERENCE, PROTECTION_PLAN, STEP_DOWN,
)  # fmt: skip
