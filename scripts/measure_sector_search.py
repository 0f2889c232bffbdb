"""Print how well plain words find their sector.

python scripts/measure_sector_search.py ../shared/eval/ihk_branche_wz
"""

from __future__ import annotations

import argparse
from pathlib import Path

from evaluation.studies.sector_search import Scorer, measure_sector_search


def main() -> None:
    """Measure and print one line per system and half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hybrid", action="store_true")
    arguments = parser.parse_args()
    more: dict[str, Scorer] = {}
    if arguments.hybrid:
        from models.encoders.vector_cache import default_cache
        from models.loading import EncoderSettings, open_encoder
        from models.sectors.search import HybridSectorSearch

        encoder = open_encoder(EncoderSettings.from_environment(), default_cache())
        more["hybrid"] = HybridSectorSearch(encoder).scores
    for system, halves in measure_sector_search(arguments.folder, more).items():
        for half, values in halves.items():
            figures = "  ".join(f"{name} {value:.3f}" for name, value in values.items())
            print(f"{system:12} {half:12} {figures}")


if __name__ == "__main__":
    main()
