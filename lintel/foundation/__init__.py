"""What every step stands on: people, the workforce, access, the audit log and where each record came from."""
