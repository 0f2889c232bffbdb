"""What the tests of the command line share."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from data.files import SAMPLE

CRAFT = SAMPLE / "metallhandwerk.jsonl"


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The whole of stdout as JSON: nothing else may stand there."""
        return json.loads(self.out)


Run = Callable[..., Ran]
