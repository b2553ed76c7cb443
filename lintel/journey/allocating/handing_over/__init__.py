"""Handing a child from one worker to the next: a note made of what is recorded, and how often it happened already."""
