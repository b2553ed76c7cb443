"""What people themselves add to a child's chronology: events nobody else wrote down, and what they say matters."""
