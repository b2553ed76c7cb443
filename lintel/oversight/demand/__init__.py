"""
Foresight: what a decision will do to the work, before it is taken (S2, S25, S60).

The bridge between the record and the demand engine, and its only importer. `calibration` fits a scenario to what the
record says and keeps forecasts honest; `what_if` moves levers on that scenario, answers in words, and is signed.
"""
