"""What every screen is built from: the page, form fields, charts, tables."""
