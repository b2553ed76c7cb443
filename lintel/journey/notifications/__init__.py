"""From a police notice to the front door: one contact for a household, its children linked, their workers told."""
