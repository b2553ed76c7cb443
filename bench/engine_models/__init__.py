"""One reference model, and the same model in C, SimPy and Ciw: what `bench/engine.py` compares."""
