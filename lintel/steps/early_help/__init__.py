"""Early help episodes: help given without a statutory duty, and the assessment that begins it. Clock: local (K100–K105)."""
