"""The subcommands of `lintel`, one file each."""
