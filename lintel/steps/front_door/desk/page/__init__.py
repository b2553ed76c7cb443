"""What a contact's page shows beside the contact itself."""
