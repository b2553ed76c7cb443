"""What early help was asked: answering, meeting the family, stepping up, and whether it held; for both sides."""
