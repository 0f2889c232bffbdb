"""The one folder that holds all state."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from data.errors import StoreError

VARIABLE = "PARTNERMATCH_HOME"


def home() -> Path:
    """Return the folder of all state and create it if it is missing.

    It is ``$PARTNERMATCH_HOME``, or the user's data directory of this program. Raises
    `StoreError` if the folder cannot be created.
    """
    chosen = os.environ.get(VARIABLE, "").strip()
    folder = Path(chosen).expanduser() if chosen else platformdirs.user_data_path("partnermatch")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"Der Ordner {folder} kann nicht angelegt werden ({error.strerror}). "
            f"Bitte mit {VARIABLE} einen beschreibbaren Ordner angeben.",
            f"The folder {folder} cannot be created ({error.strerror}). "
            f"Please name a writable folder with {VARIABLE}.",
        ) from error
    return folder.absolute()
