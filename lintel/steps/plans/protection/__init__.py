"""Beginning, going on with and ending a child protection plan: each only as a conference decided."""
