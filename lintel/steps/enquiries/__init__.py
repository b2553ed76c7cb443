"""
Strategy discussions, section 47 enquiries and child protection conferences: one decides the next.

Clocks: strategy discussion within 24 hours locally (clock 8); initial conference within 15 working days of the
discussion that *began* the enquiry, never a later one (clocks 9 and 10).
"""
