"""A visit written down from a telephone, with and without a signal; what could not stand at once, side by side."""
