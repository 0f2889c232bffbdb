"""The handbook page and the help name the same commands and options, and all examples parse."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from api.cli import app
from api.cli.app import GROUPS, PANELS

PAGE = (Path(__file__).parents[3] / "docs" / "cli.md").read_text(encoding="utf-8")
ROOT: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = {
    f"{name} {second}".strip(): found
    for name, command in ROOT.commands.items()
    for second, found in getattr(command, "commands", {"": command}).items()
}
"""Every command by its one or two words."""
SECTIONS = dict(
    re.findall(r"^### `partnermatch ([\w -]+)`\n(.*?)(?=^##)", PAGE + "\n## ", re.S | re.M)
)
RULES = PAGE.split("### Regeln, Wünsche und Auswahl")[1].split("\n## ")[0]
RULED = ("suggest", "ask", "sheet", "group consortium", "group bundle", "group peers")
EVERYWHERE = PAGE.split("## Überall")[1].split("\n## ")[0]
EXAMPLES = [
    *re.findall(r"^(partnermatch .+)$", PAGE, re.M),
    *(
        example
        for commands in (*PANELS.values(), *(group[-1] for group in GROUPS.values()))
        for command in commands
        for example in command.examples
    ),
]


def test_every_command_has_a_section_in_the_order_of_the_help() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_described(name: str) -> None:
    text = SECTIONS[name] + EVERYWHERE + (RULES if name in RULED else "")
    for parameter in COMMANDS[name].params:
        if parameter.param_type_name == "option":
            assert any(f"`{flag}" in text for flag in parameter.opts), parameter.opts


def test_no_option_is_described_that_does_not_exist() -> None:
    known = {
        flag
        for command in (ROOT, *COMMANDS.values())
        for parameter in command.params
        for flag in (*parameter.opts, *parameter.secondary_opts)
    }
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= known | {"--help"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_in_page_and_help(name: str) -> None:
    assert f"partnermatch {name}" in SECTIONS[name]
    assert f"partnermatch {name}" in COMMANDS[name].epilog


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_can_be_typed(example: str) -> None:
    _, name, *args = shlex.split(example)
    if name in GROUPS:
        name, args = f"{name} {args[0]}", args[1:]
    COMMANDS[name].make_context(name, args)
