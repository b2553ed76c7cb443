"""Where each person starts: what they came for, on one screen."""
