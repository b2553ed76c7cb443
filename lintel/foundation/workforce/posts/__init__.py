"""The establishment: opening and funding posts. Closing one also ends the search for its holder: see `recruiting`."""
