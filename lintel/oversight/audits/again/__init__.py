"""Giving a withdrawn audit to another auditor, so that its child is not lost from a sample."""
