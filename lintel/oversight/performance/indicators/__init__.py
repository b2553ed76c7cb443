"""
One file per indicator, named by its code (PRODUCT.md 4). Each module holds one `INDICATOR`.

To add one: write `k99_short_name.py` beside these, fill in every word of the definition, and say in `cannot_say` when
the records leave the question open. The registry finds the file; the test over all indicators does the rest.
"""
