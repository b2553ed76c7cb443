"""
Everything around a child protection conference: asking for it, its chair, who is invited and comes, the reports the
family reads first, each child's own decision, and who leads and meets under the plan it began.

Clocks: initial conference 15 working days from the discussion that *began* the enquiry (clock 10), transfer-in 15 from
the day told of the move (clock 11), core group 10 working days (13), first review 3 months, then 6 (14 and 15).
"""
