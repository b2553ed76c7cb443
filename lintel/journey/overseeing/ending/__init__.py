"""How a plan ends without a conference, and what hangs on it: a review that is asked for, and what its chairs see."""
