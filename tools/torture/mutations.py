"""Spoilt inputs of every kind, each made from a seed and a number, and given to the program.

Every case is a call of the command line, or what the window does with a text, in this process.
Whatever is in the input, the answer is a plain line and a code, or the input is taken.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from random import Random
from typing import Final
from unittest.mock import patch

from core.cli import main
from core.cli.program import COMMANDS
from core.document.opening import journal_of
from core.errors import BiaoliError, EditRefused
from core.export.pdf import pdf_bytes
from core.export.xlsx import xlsx_bytes
from core.refs import CellId, SheetId
from core.session import Session
from core.template.library import load_folder, load_installed
from core.versions.keeping import submit, unlock
from tools.console import ROOT
from tools.torture.counted import demand
from tools.torture.nasty import (
    as_bytes,
    figure,
    mildly_spoilt,
    nasty,
    spoilt_bytes,
    spoilt_text,
)
from tools.torture.pages import spoil_rows, spoilt_document
from tools.torture.rooms import EXAMPLE

KINDS: Final[Mapping[str, int]] = {
    "填报文件": 1200,
    "填数文件": 1000,
    "表样": 800,
    "命令行": 1000,
    "粘贴和键入": 1000,
}
"""Kinds of input, and how many of each are tried in full."""

_LONGEST_LINE = 402
_MOST_LINES = 4
"""What is wrong, and before it what there is to know about the file."""

_TEST_SUITES = ROOT / "tests" / "suites"
_LOG = Path("biaoli", "errors.log")


class Cases:
    """Runs single cases; everything they need is made once."""

    def __init__(self, folder: Path) -> None:
        """Work in this folder, which becomes the current one and the user's home."""
        self.folder = folder
        os.chdir(folder)
        os.environ["HOME"] = os.environ["XDG_DATA_HOME"] = str(folder)
        self._good = folder / "好.biaoli"
        self._suites = [load_installed(_suite_of(EXAMPLE))] + [
            load_folder(path.parent) for path in sorted(_TEST_SUITES.glob("*/suite.yaml"))
        ]
        self._make_good()
        self._session = Session.example(EXAMPLE, None)
        self._runs: Mapping[str, Callable[[Random], bool]] = dict(
            zip(
                KINDS,
                (self._document, self._values, self._template, self._words, self._typed),
                strict=True,
            )
        )

    def run(self, kind: str, seed: int, number: int) -> bool:
        """One case; whether the input was taken, not refused. Raises Fault."""
        chance = Random(f"{kind} {seed} {number}")  # noqa: S311 - only to choose
        self._clear()
        return self._runs[kind](chance)

    def _clear(self) -> None:
        for path in self.folder.iterdir():
            if path == self._good:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()

    def _make_good(self) -> None:
        """A document with a history, the same one every time."""
        chance = Random(1)  # noqa: S311 - the same ids in every run
        with (
            patch("secrets.token_hex", lambda size: chance.randbytes(size).hex()),
            Session.example(EXAMPLE, self._good) as session,
        ):
            self._cells = _entered(session)
            self._addresses = [session.names.address(cell) for cell in self._cells]
            for number in range(40):
                with suppress(EditRefused):
                    session.type_text([chance.choice(self._cells)], f"{number}.5")
            for _ in range(5):
                session.undo()
            submit(session)
            unlock(session)
            session.type_text(self._cells[:1], "通海")
        self._content = self._good.read_bytes()

    def _fresh(self, name: str = "年报.biaoli") -> Path:
        path = self.folder / name
        path.write_bytes(self._content)
        return path

    # ---- documents

    def _document(self, chance: Random) -> bool:
        path = self._fresh()
        if chance.random() < 0.6:
            path.write_bytes(spoilt_document(chance, self._content))
        else:
            spoil_rows(chance, path)
        if chance.random() < 0.1:
            journal_of(path).write_bytes(
                spoilt_bytes(chance, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" * 99)
            )
        calls: list[Sequence[str]] = [
            ("check", path.name, "--json"),
            ("show", path.name, "--json"),
            ("set", path.name, f"{chance.choice(self._addresses)}={figure(chance)}"),
            ("explain", path.name, chance.choice(self._addresses)),
            ("export", path.name, "--xlsx", "表.xlsx", "--pdf", "表.pdf"),
            ("versions", path.name, "1", "--json"),
            ("diff", path.name, "--xlsx", "差异.xlsx", "--pdf", "差异.pdf"),
        ]
        taken = min([self._call(*call) for call in chance.sample(calls, 2)]) < 2
        if not taken and self._call("recover", path.name, "--to", "救出.biaoli") != 2:
            demand(self._call("show", "救出.biaoli", "--json") == 0, "救出来的文件打不开")
        return taken

    # ---- files of values

    def _values(self, chance: Random) -> bool:
        path = self._fresh()
        kind = chance.choice(["json", "csv"])
        text = self._values_text(chance, kind)
        way = chance.random()
        if way < 0.5:
            content = as_bytes(chance, spoilt_text(chance, text))
        elif way < 0.8:
            content = spoilt_bytes(chance, text.encode("utf-8", "surrogatepass"))
        else:
            content = as_bytes(chance, text)
        (self.folder / f"值.{kind}").write_bytes(content)
        taken = self._call("set", path.name, "--from", f"值.{kind}") == 0
        if taken and chance.random() < 0.5:
            self._call("show", path.name, "--json")
        return taken

    def _values_text(self, chance: Random, kind: str) -> str:
        pairs = [
            (
                chance.choice(self._addresses)
                if chance.random() < 0.9
                else spoilt_text(chance, chance.choice(self._addresses)),
                nasty(chance) if chance.random() < 0.4 else figure(chance),
            )
            for _ in range(chance.choice([1, 1, 5, 30]))
        ]
        if kind == "csv":
            return "地址,值\n" + "".join(f"{address},{text}\n" for address, text in pairs)
        return json.dumps(dict(pairs), ensure_ascii=chance.random() < 0.5, indent=1)

    # ---- templates

    def _template(self, chance: Random) -> bool:
        suite = self._suites[0] if chance.random() < 0.2 else chance.choice(self._suites[1:])
        folder = self.folder / "套表"
        wrong = chance.choices(sorted(suite.sources), k=chance.choice([1, 1, 2]))
        for name, text in suite.sources.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            content = text.encode()
            if name in wrong:
                content = _spoilt_template(chance, text)
            path.write_bytes(content)
        taken = self._call("template", "check", "套表", lines=10_000) == 0
        if taken:
            with Session.create_from(load_folder(folder), None, "某局") as session:
                _prints(session, chance)
        return taken

    # ---- words of a call

    def _words(self, chance: Random) -> bool:
        path = self._fresh()
        known = [*COMMANDS, *_options(), path.name, "无.biaoli", "值.json", "表.pdf", "表.xlsx", ""]
        known += [*self._addresses[:5], "支出决算表", "项目卡[1]", "公开03", "--", "-", ".", "2021"]
        if chance.random() < 0.4:
            words = chance.choices(known, k=chance.randint(0, 6))
        else:
            words = [*chance.choice(self._good_calls(path.name, chance))]
        for _ in range(chance.choice([0, 0, 1, 2])):
            _spoil_words(chance, words, known)
        words = [_inside(word) for word in words]
        return self._call(*words) != 2

    def _good_calls(self, document: str, chance: Random) -> list[Sequence[str]]:
        address = chance.choice(self._addresses)
        return [
            ("suites", "--json"),
            ("new", self._suites[0].id, "新.biaoli", "--unit", "某局", "--year", "2022"),
            ("example", EXAMPLE, "例.biaoli"),
            ("show", document, "支出决算表", "--json"),
            ("set", document, f"{address}={nasty(chance)}", "--reason", "按批复"),
            ("set", document, "--add-project", nasty(chance), "--remove", "项目卡[2]"),
            ("set", document, "--deselect", "公开05", "--clear", address),
            ("check", document, "--json"),
            ("explain", document, address),
            ("export", document, "--xlsx", "表.xlsx", "--forms", "公开03,公开12", "--formulas"),
            ("recover", document, "--to", "救出.biaoli"),
            ("versions", document, "--save", nasty(chance)),
            ("versions", document, nasty(chance)),
            ("diff", document, nasty(chance), "--pdf", "差异.pdf"),
            ("backups", document, "--restore", nasty(chance), "--to", "旧.biaoli"),
            ("template", "check", "."),
        ]

    # ---- texts in cells

    def _typed(self, chance: Random) -> bool:
        session = self._session
        sheet = chance.choice(list(session.calculation.shape.sheets))
        found = list(session.calculation.cells(sheet))
        entered = [cell for cell, slot in found if not slot.is_calculated]
        cells = entered if entered and chance.random() < 0.9 else [cell for cell, _ in found]
        calculated = [cell for cell, slot in found if slot.is_calculated] or cells
        works: Sequence[Callable[[], object]] = (
            lambda: session.apply(session.entries.pasted(_block(chance, cells), "粘贴")),
            lambda: session.apply(session.entries.pasted(_block(chance, cells), "粘贴")),
            lambda: session.set_addresses(
                [(spoilt_text(chance, chance.choice(self._addresses)), nasty(chance))]
            ),
            lambda: session.override(chance.choice(calculated), nasty(chance), nasty(chance)),
            lambda: session.apply(session.entries.added_project(nasty(chance))[0]),
            lambda: session.codes(chance.choice(cells), nasty(chance)),
        )
        taken = True
        try:
            chance.choice(works)()
        except BiaoliError as error:
            taken = False
            demand(len(str(error)) < _LONGEST_LINE, f"话太长：{error}")
        try:
            _prints(session, chance, sheet)
        finally:
            while session.undo() is not None:
                pass
        return taken

    # ---- calling

    def _call(self, *words: str, lines: int = _MOST_LINES) -> int:
        """A call of the command line; Fault unless its answer is as promised."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with redirect_stdout(out), redirect_stderr(err):
            code = main(list(words))
            out.flush()
            err.flush()
        said = err.buffer.getvalue().decode()
        log = self.folder / _LOG
        demand(
            not log.exists(),
            "程序出错：" + (log.read_text("utf-8")[-2500:] if log.exists() else ""),
        )
        demand(code in (0, 1, 2, 3), f"结束代码 {code}")
        demand((code == 2) <= bool(said), f"没有说为什么：{words!r:.300}")
        demand(said.count("\n") <= lines or code != 2, f"说了几行：{said[:300]}")
        longest = max(map(len, said.splitlines()), default=0)
        demand(longest < _LONGEST_LINE, f"一行太长（{longest}）：{said[:200]}")
        return code


def _spoilt_template(chance: Random, text: str) -> bytes:
    kind = chance.random()
    if kind < 0.2:
        return spoilt_bytes(chance, text.encode())
    spoil = mildly_spoilt if kind < 0.6 else spoilt_text
    return spoil(chance, text).encode("utf-8", "surrogatepass")


def _suite_of(example: str) -> str:
    with Session.example(example, None) as session:
        return session.suite.id


def _entered(session: Session) -> list[CellId]:
    """Every cell of a form that can be typed."""
    calculation = session.calculation
    return [
        cell
        for sheet in calculation.shape.sheets
        for cell, slot in calculation.cells(sheet)
        if not slot.is_calculated
    ]


def _options() -> list[str]:
    """Every option of every command."""
    parsers = (command.parser() for command in COMMANDS.values())
    return sorted({option for parser in parsers for option in parser._option_string_actions})  # noqa: SLF001


def _spoil_words(chance: Random, words: list[str], known: Sequence[str]) -> None:
    at = chance.randrange(len(words) + 1)
    kind = chance.randrange(4)
    if kind == 0 or at == len(words):
        words.insert(at, chance.choice([nasty(chance), chance.choice(known)]))
    elif kind == 1:
        del words[at]
    elif kind == 2:
        words[at] = spoilt_text(chance, words[at])
    else:
        words[at] = chance.choice(known)


def _inside(word: str) -> str:
    """The word without what would lead out of the folder."""
    return word.replace("/", "").replace("..", ".")


def _block(chance: Random, cells: Sequence[CellId]) -> list[tuple[CellId, str]]:
    """A block of the clipboard as the grid takes it apart: lines and tabs, one text a cell."""
    rows, columns = chance.choice([(1, 1), (1, 5), (20, 1), (8, 6)])
    block = "\n".join(
        "\t".join(
            figure(chance) if chance.random() < 0.7 else nasty(chance) for _ in range(columns)
        )
        for _ in range(rows)
    )
    texts = [text for line in spoilt_text(chance, block).split("\n") for text in line.split("\t")]
    first = chance.randrange(len(cells)) if cells else 0
    return list(zip(cells[first:], texts, strict=False))


def _prints(session: Session, chance: Random, sheet: SheetId | None = None) -> None:
    """Everything that is made of the document is made: findings, forms, now and then the files."""
    session.findings()
    session.summary()
    some = [title.sheet for title in session.sheets() if sheet in (None, title.sheet)]
    forms = [session.printed(one) for one in some[:5]]
    if forms and chance.random() < 0.2:
        xlsx_bytes(forms)
        pdf_bytes(forms)
