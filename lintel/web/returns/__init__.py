"""The seat of the data officer: files that come in, and later the returns that go out."""
