"""Print how well plain words find their sector.

python scripts/measure_sector_search.py ../shared/eval/ihk_branche_wz
"""

from __future__ import annotations

import argparse
from pathlib import Path

from evaluation.sector_search import measure_sector_search


def main() -> None:
    """Measure and print one line per system and half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for system, halves in measure_sector_search(parser.parse_args().folder).items():
        for half, values in halves.items():
            figures = "  ".join(f"{name} {value:.3f}" for name, value in values.items())
            print(f"{system:12} {half:12} {figures}")


if __name__ == "__main__":
    main()
