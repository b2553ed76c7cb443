"""The prep pack: what a pair needs to know of each child before it talks, read at once for all of them."""
