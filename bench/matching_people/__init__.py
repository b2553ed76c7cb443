"""
Invented people and the mistakes made about them, for measuring the search. Made without looking at the search.

Nothing is imported from `lintel` and nothing there imports from here: other lists of names, other short forms, other
ways of misspelling. What the search finds in spite of these mistakes it was not built from.
"""
