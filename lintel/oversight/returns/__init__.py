"""
What the authority hands to others, written from its record: Annex A for Ofsted, the CIN census, a staff list.

Everything leaves through `actions.py`, which asks for the permission and notes in the audit log who took what.
"""
