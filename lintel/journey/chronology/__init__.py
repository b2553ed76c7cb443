"""A child's story across every step, in order: built from the record, never typed again."""
