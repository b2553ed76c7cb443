"""Accounts of channels nobody sits at: a form, a feed, a mailbox."""
