"""What whoever told us may do and know: hand a contact in for their agency, and hear what became of it. No more."""
