"""The command: run all benchmarks, or those named; print the table and write docs/performance.md when all were run."""

import argparse
import importlib
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks import report
from benchmarks.harness import measured
from benchmarks.report import ROWS, Section


def main() -> None:
    """Run, print, write."""
    parser = argparse.ArgumentParser(prog="make bench", description="How fast Tolom is, against floors and naive ways.")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"some of: {', '.join(ROWS)}; without any, all")
    chosen = parser.parse_args().rows or list(ROWS)
    unknown = [row for row in chosen if row not in ROWS]
    if unknown:
        parser.error(f"there is no row {unknown[0]}; there are {', '.join(ROWS)}")
    sections = [_measured(row) for row in chosen]
    if len(chosen) == len(ROWS):
        report.write(sections)
        print(f"Written to {report.FILE.name}.")


def _measured(row: str) -> Section:
    module = importlib.import_module(f"benchmarks.{row}")
    print(f"\n{module.TITLE} ({row}) ...", flush=True)
    begun = time.monotonic()
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:  # no row bears what the one before has left
        figures = fresh.submit(measured, row).result()
    section = Section(module.TITLE, module.__doc__ or "", figures)
    for line in report.lines(section):
        print("  " + line)
    print(f"  {time.monotonic() - begun:.0f} s", flush=True)
    return section


if __name__ == "__main__":
    main()
