"""Children who wait for a worker, as everybody who answers for them sees it."""
