"""
Annex A, lists 1 to 7, as Ofsted asks for them at an inspection (ILACS framework; headings and wordings as in the
sector's own schema, DOMAIN.md 3), with further columns and sheets where they are wanted.
"""
