"""As things are: the demand engine's scenario fitted to the last weeks of the record, and how well it foretells."""
