"""A strategy discussion from being asked for to its minutes: slots, postponing, quorum, the six purposes, decisions."""
