"""
Saying that two records are one person, and taking it back.

The record that stays (the survivor) gets every row that spoke of the other (the absorbed), each written down; the other
stays in the table, empty, and is shown to nobody. A merge that was itself merged further is taken back from the end.
"""
