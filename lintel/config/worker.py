"""The background worker of the demo: `python -m lintel.config.worker`. In production: `procrastinate worker`."""

from lintel.config.command import start_django

AT_ONCE = 2
SECONDS_TO_FINISH = 10.0


def run() -> None:
    """Do jobs until told to stop."""
    start_django()
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(concurrency=AT_ONCE, shutdown_graceful_timeout=SECONDS_TO_FINISH)


if __name__ == "__main__":
    run()
