"""The threshold document: what is in force, drafting the next version, and the gate before it takes effect."""
