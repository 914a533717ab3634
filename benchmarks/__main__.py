"""Run the benchmarks named on the command line, or all: every module beside this one that has `run()`."""

import importlib
import pkgutil
import sys
import time
from pathlib import Path


def found():
    """{name: run} of the modules in this folder."""
    modules = {
        item.name: importlib.import_module(f"benchmarks.{item.name}")
        for item in pkgutil.iter_modules([str(Path(__file__).parent)])
        if not item.name.startswith("_")
    }
    return {name: module.run for name, module in sorted(modules.items()) if hasattr(module, "run")}


def main(names):
    known = found()
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(known)}")
    for name in names or known:
        print(f"== {name}", flush=True)
        start = time.perf_counter()
        known[name]()
        print(f"   ({time.perf_counter() - start:.1f} s)\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
