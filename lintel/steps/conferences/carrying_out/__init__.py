"""Who leads a child protection plan, its core group and when it meets, and what these roles are called."""
