"""How the record was written, on screen."""
