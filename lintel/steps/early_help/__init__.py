"""Early help episodes: help without a statutory duty, and the assessment that begins it. Clocks: local (K100–K105)."""
