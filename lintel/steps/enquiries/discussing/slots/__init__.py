"""The time of a discussion: who is asked, when each can join, the slot, the invitations, and postponing it."""
