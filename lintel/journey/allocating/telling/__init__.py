"""What the clock tells by itself: waits that are too long, what is unanswered, and the morning after a ceiling."""
