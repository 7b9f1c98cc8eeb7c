"""`make bench`: every figure, each beside its peer in the same run. `python -m bench reading` runs one module."""

import importlib
import platform
import sys

MODULES = ("reading", "workbooks", "pdf_reading", "writing", "portal", "search", "pages", "desk", "api", "matching")


def main() -> None:
    """Run the modules named, or all, and print their figures."""
    print(f"Python {platform.python_version()}, {platform.machine()}; medians; ratios say more than seconds on a shared machine\n")
    for name in sys.argv[1:] or MODULES:
        print(f"{name}: {(importlib.import_module(f'bench.{name}').__doc__ or '').splitlines()[0]}")
        for figure in importlib.import_module(f"bench.{name}").run():
            values = (
                f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in figure.items() if key != "name"
            )
            print(f"  {figure['name']}: {', '.join(values)}", flush=True)
        print()


if __name__ == "__main__":
    main()
