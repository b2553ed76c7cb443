"""
How the record was written (PRODUCT.md Q12): late, several signatures in one minute, changed after an inspection was
announced. Facts about the record, for whoever answers for it; never an accusation, and never a name.
"""
