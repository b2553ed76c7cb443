"""
Run every benchmark, or those named: python -m bench [engine] [home] [imports] [matching] [nation]

Each is a module here with a `main()` that prints its own table. They work on a database of their own and leave nothing.
"""

import importlib
import pkgutil
import sys
from pathlib import Path


def main() -> None:
    modules = pkgutil.iter_modules([str(Path(__file__).parent)])
    there = [module.name for module in modules if module.name != "__main__" and not module.ispkg]
    wanted = sys.argv[1:] or there
    if unknown := sorted(set(wanted) - set(there)):
        sys.exit(f"There is no benchmark called {', '.join(unknown)}. There are: {', '.join(there)}.")
    for name in wanted:
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
