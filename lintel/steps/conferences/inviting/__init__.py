"""Who is asked to a conference and comes, and the reports a family reads before it."""
