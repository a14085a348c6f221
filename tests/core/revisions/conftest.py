"""An installed small suite that can be revised, and a document of its first revision."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.session import Session
from core.template import library
from core.template.library import load_folder
from tests.suites import FOLDER

Revise = Callable[..., None]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the only suite that is installed."""
    folder = tmp_path / "templates" / "small"
    shutil.copytree(FOLDER / "small", folder)
    monkeypatch.setattr(library, "template_folders", lambda: [folder.parent])
    return folder


@pytest.fixture
def revise(installed: Path) -> Revise:
    """Change texts of the installed suite and give it the next revision."""

    def change(*changes: tuple[str, str], revision: int = 2) -> None:
        files = [path for path in installed.rglob("*.yaml") if path.parent.name != "codes"]
        texts = {path: path.read_text("utf-8") for path in files}
        for before, after in changes:
            assert any(before in text for text in texts.values()), before
            texts = {path: text.replace(before, after) for path, text in texts.items()}
        for path, text in texts.items():
            path.write_text(text, "utf-8")
        suite = installed / "suite.yaml"
        lines = suite.read_text("utf-8").splitlines()
        own = f"revision: {revision}"
        lines = [own if line.startswith("revision:") else line for line in lines]
        suite.write_text("\n".join(lines) + "\n", "utf-8")

    return change


@pytest.fixture
def filled(installed: Path, tmp_path: Path) -> Path:
    """A document of the first revision with figures on each form."""
    path = tmp_path / "本年.biaoli"
    with Session.create_from(load_folder(installed), path, "县医疗保障局") as session:
        session.apply(session.entries.added_project("医疗救助")[0])
        session.set_addresses(
            {
                "收支总表!行1.金额": "1,234.50",
                "收支总表!行2.金额": "20",
                "支出明细!项[2101501].栏2": "2170187.26",
                "自评[医疗救助]!总额.预算数": "7",
                "自评[医疗救助]!指标[1].三级指标": "参保率",
                "自评[医疗救助]!指标[1].分值": "20",
            }.items()
        )
        session.override(session.names.cell("支出明细!合计.栏1"), "5", "按批复")
    return path
