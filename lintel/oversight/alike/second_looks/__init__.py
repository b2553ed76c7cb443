"""
Blind second decisions: a share of decisions is drawn silently and decided again by somebody who does not know them.

Nobody is told which. The second decider sees what was known at the time and not what was decided; where the two lie
two levels apart a manager looks the same day, because a child may be waiting behind it (PRODUCT.md 5, Q1).
"""
