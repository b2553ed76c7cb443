"""
The whole wait: from the first knock on the door to the first help, whoever's desk it was on, cut into parts.

Built from the record of every step, never typed again. Each part says what was waited for and who held the next step;
the parts follow one another without a gap and add up to the whole exactly (S12). A child's own page and the page of a
cohort are made by the same function.
"""
