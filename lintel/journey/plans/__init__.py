"""Plans with families, and how they end: stepped down, closed, or handed on to another authority."""
