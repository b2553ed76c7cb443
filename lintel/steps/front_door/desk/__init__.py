"""The desk: whose a contact is, what comes next, who is in the room, and handing over at the end of a shift."""
