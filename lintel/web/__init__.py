"""The screens, one folder for each seat. A screen makes one domain call and translates the answer."""
