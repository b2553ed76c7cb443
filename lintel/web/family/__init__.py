"""The family page: everybody in and around a child's household, drawn and listed, and what a worker adds to it."""
