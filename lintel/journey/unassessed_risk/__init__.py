"""
The unassessed-risk clock (S14, K68): from the first credible information of harm until somebody has seen the child and
a safety plan is made. It is the child's, whichever agency knew first, and nothing but both of these ends it.
"""
