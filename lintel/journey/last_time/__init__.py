"""A child who was known before: how the last time ended, what was promised, what was left, who waited (J18)."""
