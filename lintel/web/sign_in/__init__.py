"""
Signing in and out, the second step, and one's own account: django-allauth in our own pages.

Accounts are given by an administrator (foundation/access); nobody opens one here.
"""
