"""Reading every step for a child and for brothers and sisters: one question for each kind of record."""
