"""The pulse on the start page, the pulse beside the caseload, and the protected route of who cannot work safely."""
