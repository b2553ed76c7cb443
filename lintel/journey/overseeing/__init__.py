"""
Where plans, visits and conferences meet after a conference: one timeline of a child’s protection, what a chair sees of
each plan, what a chair asks of managers, and the few ends of a plan that no conference decides.
"""
