"""Handing a child on to another authority: sent, acknowledged, accepted; ours until then (J17)."""
