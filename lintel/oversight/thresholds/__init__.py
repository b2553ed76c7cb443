"""
The threshold document as data, version by version.

A version takes effect only with a signed what-if, a change record on the change calendar, and the early-help wording
reviewed beside the statutory one (S2, S23; hard stop 3).
"""
