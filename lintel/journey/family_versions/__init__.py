"""What a family version begins with: what needs, plans, dates and papers hold already, so that nobody types it."""
