"""What was written down or came in about children since a moment: who, what, where to read on."""
