"""The seat of whoever writes for a family: plain words, how hard they read, print, sharing, what was said back."""
