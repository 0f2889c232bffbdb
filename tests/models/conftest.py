"""The real encoders, built once per test run in a folder of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.encoder import Encoder
from models.loading import EncoderSettings, Runtime, load_encoder


@pytest.fixture(scope="session")
def model_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder for the unpacked model (0.7 GB), removed at the end."""
    folder = tmp_path_factory.mktemp("home")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def encoder_of(model_home: Path) -> Callable[[str], Encoder]:
    """Give the encoder of a runtime (or ``hashing``), loading it at its first use."""
    loaded: dict[str, Encoder] = {}

    def get(name: str) -> Encoder:
        if name not in loaded:
            settings = (
                EncoderSettings(model=name)
                if name == "hashing"
                else EncoderSettings(runtime=Runtime(name), threads=2)
            )
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PARTNERMATCH_HOME", str(model_home))
                loaded[name] = load_encoder(settings)
        return loaded[name]

    return get
