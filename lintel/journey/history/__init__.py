"""A child's whole history, family first, as it stands in front of whoever decides; and frozen with the decision."""
