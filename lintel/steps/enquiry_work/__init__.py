"""
The section 47 enquiry of one child as it is written: its analysis, what became of every significant item of history,
what it leads to, and the signature of a manager who wrote none of it (hard stop 8).

The enquiry itself, with the discussion that began it, is of `steps.enquiries`; a child has one `EnquiryWork` for each.
Clocks: the child seen within 24 hours locally, the conference within 15 working days of the discussion that began it.
"""
