"""Settings, addresses, the embedded database and the `lintel` command."""
