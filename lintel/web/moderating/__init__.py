"""Blind moderation of audits, how optimistic auditors are, how far two agree, and quality as moderators see it."""
