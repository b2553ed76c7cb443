"""Watches the journey and never drives it: indicators, control charts, supervision, audits, returns."""
