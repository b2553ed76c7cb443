"""Giving children to a worker: under the ceiling or with a named manager; accepted, declined, withdrawn; covered."""
