"""Calls: what somebody rang about, carried to the desk or to whoever works with the child."""
