"""Reading the files an authority already has, and carrying what they say onto the record, step by step."""
