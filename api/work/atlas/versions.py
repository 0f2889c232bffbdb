"""The versions of the topics, as files in the folder of all state, and what changed between them.

Each version is a pair: ``v000003.npz`` holds the vectors, ``v000003.json`` all else and, being
written last, says that both are whole. Versions are never overwritten.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from filelock import FileLock

from data.errors import ModelError, NotFoundError
from matcher.atlas.topics import Change, Comparison, Growth, Theme, Topic, TopicModel, VersionLine
from models.indexes.files import read_arrays, write_arrays, write_bytes

FOLDER = "atlas"
ARRAYS = ("centroids", "rest", "mean")
FORMAT = 1
_NAME = re.compile(r"v(\d{6,})\.json")


class Versions:
    """The versions of one installation."""

    def __init__(self, home: Path) -> None:
        """``home``: the folder of all state."""
        self._folder = home / FOLDER

    def numbers(self) -> list[int]:
        """Return the numbers of all versions, the oldest first."""
        if not self._folder.is_dir():
            return []
        found = (_NAME.fullmatch(path.name) for path in self._folder.iterdir())
        return sorted(int(match[1]) for match in found if match)

    def lines(self) -> tuple[VersionLine, ...]:
        """Return all versions, the latest first."""
        models = [self.load(number) for number in reversed(self.numbers())]
        return tuple(
            VersionLine(m.version, m.made_at, len(m.topics), m.profiles, m.statements)
            for m in models
        )

    def latest(self) -> TopicModel | None:
        """Return the latest version, None if there is none."""
        numbers = self.numbers()
        return self.load(numbers[-1]) if numbers else None

    def before(self, number: int) -> TopicModel | None:
        """Return the version before one, None if it is the first."""
        earlier = [n for n in self.numbers() if n < number]
        return self.load(earlier[-1]) if earlier else None

    def load(self, number: int) -> TopicModel:
        """Return a version.

        Raises:
            NotFoundError: there is none of that number.
            ModelError: its files are damaged.
        """
        path = self._path(number)
        if not path.is_file():
            raise NotFoundError(
                f"Eine Version {number} des Atlas gibt es nicht.",
                f"There is no version {number} of the atlas.",
            )
        try:
            document = json.loads(path.read_bytes())
            if document.pop("format") != FORMAT:
                raise ValueError(f"another format than {FORMAT}")
            arrays = read_arrays(path.with_suffix(".npz"), ARRAYS)
            return _model(document, arrays)
        except (ValueError, KeyError, TypeError, OSError, ModelError) as error:
            raise ModelError(
                f"Die Version {number} des Atlas ist nicht lesbar ({path}). Bitte den Atlas neu "
                "erstellen: partnermatch atlas build --fresh",
                f"Version {number} of the atlas cannot be read ({path}). Please build the atlas "
                "anew: partnermatch atlas build --fresh",
            ) from error

    def save(self, model: TopicModel) -> TopicModel:
        """Keep a model under the next free number; return it with that number."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / ".lock"):
            number = max(self.numbers(), default=0) + 1
            kept = replace(model, version=number)
            path = self._path(number)
            write_arrays(path.with_suffix(".npz"), {name: getattr(kept, name) for name in ARRAYS})
            document = {"format": FORMAT} | _document(kept)
            write_bytes(path, json.dumps(document, ensure_ascii=False).encode())
        return kept

    def _path(self, number: int) -> Path:
        return self._folder / f"v{number:06d}.json"


def compare(old: TopicModel, new: TopicModel) -> Comparison:
    """Say what changed from one version to another, among public profiles."""
    before, now = ({t.id: t for t in m.topics} for m in (old, new))
    changes = [Change("new", id, t.name) for id, t in now.items() if id not in before]
    changes += [Change("gone", id, t.name) for id, t in before.items() if id not in now]
    changes += [
        Change("renamed", id, t.name, before[id].name)
        for id, t in now.items()
        if id in before and before[id].name != t.name
    ]
    keys = sorted(old.counts.keys() | new.counts.keys())
    grown = [Growth(key, old.counts.get(key, 0), new.counts.get(key, 0)) for key in keys]
    return Comparison(
        old=old.version,
        new=new.version,
        changes=tuple(changes),
        topics=_greatest(g for g in grown if g.key in before and g.key in now),
        regions=_greatest(g for g in grown if g.key.startswith(("land:", "kreis:")) and _one(g)),
        fields=_greatest(g for g in grown if g.key.startswith(("cluster:", "sector:"))),
    )


def _one(growth: Growth) -> bool:
    return "|" not in growth.key


def _greatest(grown: Any) -> tuple[Growth, ...]:
    return tuple(sorted(grown, key=lambda g: (-abs(g.change), g.key)))


def _document(model: TopicModel) -> dict[str, Any]:
    """Return all of a model but its arrays."""
    bare = {key: value for key, value in vars(model).items() if key not in ARRAYS}
    return bare | {
        "themes": [asdict(theme) for theme in model.themes],
        "topics": [asdict(topic) for topic in model.topics],
        "changes": [asdict(change) for change in model.changes],
        "counts": dict(model.counts),
    }


def _model(document: dict[str, Any], arrays: dict[str, Any]) -> TopicModel:
    parts = {
        "themes": tuple(Theme(**t | {"topics": tuple(t["topics"])}) for t in document["themes"]),
        "topics": tuple(Topic(**t | {"words": tuple(t["words"])}) for t in document["topics"]),
        "changes": tuple(Change(**change) for change in document["changes"]),
    }
    return TopicModel(**document | parts | arrays)
