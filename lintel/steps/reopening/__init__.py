"""A child comes back: whether the decision of the last time was right, said by whoever decides now (K87)."""
