"""Signed what-ifs watched week by week: held against what happens, and speaking up when outside their band (J13)."""
