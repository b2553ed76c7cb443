"""
Agency checks: before a contact is decided, agencies are asked one plain question each, on a lawful basis that is said.

Whose decision: whoever works at the front door's desk asks; the agency answers, in its own words, which nobody here
edits. Clock: the local limit `agency_check`, four hours unless agreed otherwise, from asking to the first answer; what
is not answered escalates by itself (PRODUCT.md J20, J1; DOMAIN.md 7.3).
"""
