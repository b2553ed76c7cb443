"""Children without a worker: who holds them meanwhile, why it is safe to wait, and who is told when it is too long."""
