"""Every diagram, in the order in which a child may meet what it draws."""

from lintel.journey.states.conference import CONFERENCE
from lintel.journey.states.discussion import DISCUSSION
from lintel.journey.states.enquiry import ENQUIRY
from lintel.journey.states.protection_plan import PROTECTION_PLAN

DIAGRAMS = (DISCUSSION, ENQUIRY, CONFERENCE, PROTECTION_PLAN)
