"""Safety plans: who does what so that a child is safe now. One of the two things that end the unassessed-risk clock."""
