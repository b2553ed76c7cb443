"""The code base's promises, one file each; every promise is also broken once, to see that it would be found."""
