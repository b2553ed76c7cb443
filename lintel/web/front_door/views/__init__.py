"""Views of the desk: the queue and the room, the telephone, a contact, and what is said about it."""
