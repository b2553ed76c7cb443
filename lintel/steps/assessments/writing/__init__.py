"""Writing in an assessment: passages that several people may write at once, needs, views of parents, and history."""
