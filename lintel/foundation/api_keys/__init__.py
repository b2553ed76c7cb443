"""
Keys to the API: what a machine of an agency shows to hand things in, and the answers it was given.

A key belongs to an account nobody signs in to, does only what its scopes say, and expires. Its secret is shown once and
never kept; what is kept is its hash. A delivery that is sent twice is answered as it was the first time.
"""
