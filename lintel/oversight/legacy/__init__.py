"""Children who waited too long or whose earlier work was poor: a frozen list, closed only child by child (K86)."""
