"""How often one network address did the same thing: counted in the database, so that all processes count together."""
