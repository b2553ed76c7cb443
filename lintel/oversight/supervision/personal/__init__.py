"""
The personal part of supervision: wellbeing, workload, learning. For the two people of it and nobody else.

It names no child, stands on no child's page, has its own permission and its own retention.
"""
