from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.running import Run

COMMAND = (sys.executable, "-c", "from api.cli import main; main()")


@contextmanager
def started(*args: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        (*COMMAND, *args), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def answers(process: subprocess.Popen[str]) -> int:
    """Wait for the line with the address and return the status of the page there.

    The server answers at once, with 503 until its index is open.
    """
    assert process.stdout is not None
    address = next(line.strip() for line in process.stdout if line.startswith("http://"))
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=30) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                assert error.code == 503
            time.sleep(0.1)
    return 503


def stop(process: subprocess.Popen[str]) -> tuple[int, str]:
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    return process.returncode, err


def test_serve_tells_its_address_and_ends_on_request(home: Path) -> None:
    with started("serve", "--port", "0") as process:
        assert answers(process) == 200
        code, err = stop(process)
    assert code == 0
    assert "Traceback" not in err
    assert "Beendet" in err


def test_a_taken_port_is_told(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run("serve", "--port", port)
    assert ran.code == 1
    assert f"127.0.0.1:{port}" in ran.err
    assert "--port" in ran.err


def test_the_demo_takes_a_free_port_and_leaves_own_profiles_alone(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PARTNERMATCH_PORT", str(taken.getsockname()[1]))
        with started("demo") as process:
            assert answers(process) == 200
            code, err = stop(process)
    assert code == 0
    assert "Traceback" not in err
    assert run("list", "--json").json["total"] == 0
    assert (home / "demo" / "partnermatch.sqlite").exists()


def test_the_demo_shows_four_requests_with_reasons(run: Run) -> None:
    shown = run("demo", "--no-serve")
    assert shown.code == 0
    commands = [line for line in shown.out.splitlines() if line.startswith("partnermatch ")]
    assert len(commands) == 4
    assert shown.out.count("Nächster Schritt") == 8
    assert max(map(len, shown.out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--help",), 0, ""),
        (("ask", "x", "--kind", "Bäcker"), 1, "Fehler: --kind"),
        (("ask",), 2, "FRAGE"),
    ],
)
def test_exit_codes_of_the_process(home: Path, args: tuple[str, ...], code: int, said: str) -> None:
    done = subprocess.run((*COMMAND, *args), capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("asked", "reader"), [("list -n 1000 --json", "head -n 1"), ("list -n 1000", "true")]
)
def test_a_reader_who_has_enough_hears_no_complaint(filled: Run, asked: str, reader: str) -> None:
    command = " ".join(f"'{part}'" for part in COMMAND)
    done = subprocess.run(
        f"{command} {asked} | {reader}", shell=True, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert "Pipe" not in done.stderr


def test_the_demo_stays_out_of_a_database_that_was_chosen(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNERMATCH_DATABASE_URL", f"sqlite:///{tmp_path / 'eigene.sqlite'}")
    assert run("demo", "--no-serve").code == 0
    assert run("list", "--json").json["total"] == 0


def test_help_loads_nothing_heavy() -> None:
    heavy = "{'torch', 'faiss', 'sklearn', 'sqlalchemy', 'numpy', 'onnxruntime', 'fastapi'}"
    code = f"import sys, api.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
