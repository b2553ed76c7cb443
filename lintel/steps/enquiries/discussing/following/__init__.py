"""After a discussion: who disagrees, what is done, who has the minutes, and what the ladder was answered."""
