"""A child's documents: attaching them, finding them again, and opening one without anything in it being run."""
