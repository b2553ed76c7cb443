"""
The fanlight: what a leader sees of the service beside what its people report, and a record to read each week.

The draw and the guess are one act: nobody knows which record it will be before the guess is locked (K98, K99).
"""
