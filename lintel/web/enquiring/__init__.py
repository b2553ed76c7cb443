"""Section 47 enquiries: who is enquired about, writing beside the history, the manager's signature, and the record."""
