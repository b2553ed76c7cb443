"""
Child in need and child protection plans, and the moves between them (step-down is a move between plans).

A child has one child in need plan at a time and never beside a child protection plan (DOMAIN.md 1.4). Clocks: core
group 10 working days, first review 3 months, later reviews 6 months.
"""
