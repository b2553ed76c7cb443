"""The next weeks of the teams a manager gives children to, from what stands today: it moves while they choose."""
