"""What a cycle of audits teaches: tags, learning in words, quotes without names, and the calibration session."""
