"""The seats of the system administrator (accounts, never a child) and of information governance (the trail)."""
