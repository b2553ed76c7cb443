"""Finding a child a worker: who waits, who could take them, and every handing on of a child between people."""
