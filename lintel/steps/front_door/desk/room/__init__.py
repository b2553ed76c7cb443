"""The room: who is at the desk, whether they will be through in time, asking for help, and the end of a shift."""
