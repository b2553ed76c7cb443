"""What would manageable take? A goal asked of a what-if, sought by the solver beside the pages, answered in words."""
