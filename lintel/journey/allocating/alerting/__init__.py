"""The formal word that no safe allocation is possible, with what stood when it was said."""
