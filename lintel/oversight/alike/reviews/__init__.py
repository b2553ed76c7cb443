"""
Threshold reviews: a panel decides past contacts again, without names and without the decision, and talks (J12).

Draw, strip, re-decide alone, compare, discuss, re-draft, re-decide a fresh half, sign, hand over to the what-if of the
draft. It is about the wording: what one person answered is never shown with their name, and is for the panel only.
"""
