"""
Police notifications: what the police tell us of an incident, one notice about one child or several.

Whose decision: nobody's here. A notice becomes a contact at once (`journey.notifications`) and is decided there. Law:
Domestic Abuse Act 2021 (children who see, hear or experience it are victims). Clock: from the incident, not from our
receipt; incident, triage, sending and receipt are kept apart, so that both sides see whose hours were whose.
"""
