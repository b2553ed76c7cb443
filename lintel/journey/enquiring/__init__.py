"""
A section 47 enquiry in the journey: begun by a discussion, given to whoever holds the child, written beside the child's
whole history, signed by a manager, and gone on from: to a conference, or to its end.
"""
