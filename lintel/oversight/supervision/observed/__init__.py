"""
Sessions that a pair lets somebody sit in on, and what that person saw (PRODUCT.md 5, Q7).

A good talk may be poorly written, so records read blind are set beside talks. It is voluntary: the supervisor offers,
the worker agrees for themselves, either takes it back until it is rated, and nobody else is ever told who did or did
not. The pair reads its numbers first and alone; the service is told means of many sessions of many supervisors.
"""
