"""From reasonable cause to protection: who is told, on both sides, when a child waits for a strategy discussion."""
