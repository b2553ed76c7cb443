"""The weekly list of flags of drift, their answers, the rules, and who saw it first."""
