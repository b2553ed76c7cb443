"""The one search box, at the top of every page for those who may see children, and the page of what it found."""
