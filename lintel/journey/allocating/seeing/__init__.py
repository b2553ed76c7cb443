"""By when a child is to be seen: sooner where harm is looked into, and never before they are born."""
