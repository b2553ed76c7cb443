"""Deciding alike: second looks, agreement and its patterns, examples, and reviews of the threshold."""
