"""The single assessment, written together and signed by somebody else; and the practice models it follows."""
