"""Child protection conferences: asking for one, arranging it, and what it decides about each child."""
