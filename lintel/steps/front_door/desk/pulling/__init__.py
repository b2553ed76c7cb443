"""Being given the most urgent contact one is qualified for; no two people are ever given the same."""
