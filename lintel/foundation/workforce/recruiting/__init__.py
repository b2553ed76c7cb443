"""
Filling a post: the requisition, the offer, the checks, the start; or falling through and beginning again.

How far a post has come is worked out from its dates. When its holder takes the first case is told above, from who holds
which child: the workforce does not know children.
"""
