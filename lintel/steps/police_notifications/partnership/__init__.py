"""What the police and we owe each other: declared backlogs, silences, and the ladder of escalation."""
