"""Who stands in for a worker who is away, child by child."""
