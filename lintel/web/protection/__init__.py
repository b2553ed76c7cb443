"""Protection: who is not yet seen and made safe, and what keeps a child safe meanwhile."""
