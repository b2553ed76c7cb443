"""What an enquiry leads to, sending it to a manager, sending it back, and signing it, never by its author (stop 8)."""
