"""The desk at the front door: the queue, the telephone, and a contact on one page."""
