"""What colleagues add to a contact in their own words, without deciding anything."""
