"""Children on their way to another authority: ours until accepted there, and asked after every working day."""
