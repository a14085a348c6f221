"""What show prints, set takes: a document told as JSON can be typed in again."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.session import Session
from tests.core.cli_calls import TOTAL, call, cells_of, done
from tests.suites import FOLDER


def retyped(shown: Any, folder: Path) -> Path:
    """A new document into which everything typed in another is filled, address by address."""
    file, values = folder / "again.biaoli", folder / "values.json"
    cells = cells_of(shown)
    content = {
        address: cell["override"] or cell["typed"]
        for address, cell in cells.items()
        if cell["override"] or cell["typed"]
    }
    values.write_text(json.dumps(content), encoding="utf-8")
    projects = [
        word for project in shown["projects"] for word in ("--add-project", project["name"])
    ]
    projects += [word for form in shown["deselected"] for word in ("--deselect", form)]
    done("new", shown["suite"], file, "--unit", "另一个单位")
    done("set", file, "--from", values, *projects)
    return file


def test_example_typed_in_again_is_the_same(document: Path, tmp_path: Path):
    """Every address, value, kind and override comes out as in the first document."""
    done("set", document, f"{TOTAL}=5", "封面.编制人=𰻝\n二", "--reason", "按批复")
    shown = done("show", document, "--json").json

    again = done("show", retyped(shown, tmp_path), "--json").json

    assert cells_of(again) == cells_of(shown)
    assert again == shown
    assert len(cells_of(shown)) > 500


def test_a_document_without_a_form_typed_in_again_is_the_same(document: Path, tmp_path: Path):
    """Figures that stayed, and own rows where the form that is left out was followed."""
    done("set", document, "--deselect", "公开05")
    shown = done("show", document, "--json").json

    assert shown["deselected"] == ["一般公共预算收支"]
    assert done("show", retyped(shown, tmp_path), "--json").json == shown


def test_audit_of_the_retyped_document_is_the_same(document: Path, tmp_path: Path):
    """The same figures give the same findings."""
    shown = done("show", document, "--json").json

    first = call("check", document, "--json").json
    second = call("check", retyped(shown, tmp_path), "--json").json

    assert second == first


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document of the small test suite with something of every kind."""
    monkeypatch.setattr("core.template.library.template_folders", lambda: [FOLDER])
    file = tmp_path / "small.biaoli"
    done("new", "small", file, "--unit", "某局")
    done("set", file, *FILLED, "--add-project", "甲", "--add-project", "乙", "--reason", "按批复")
    return file


FILLED = [
    *("封面.单位性质=事业", "项目卡[乙].负责人=张三", "收支总表!行1.金额=1.2万"),
    *("收支总表!行33.金额=7", "支出明细!项[2080505].栏2=3", "支出明细!项[2101501].栏3=x"),
    *("自评[甲]!指标[1].三级指标=一", "自评[甲]!指标[2].二级指标=时效指标"),
    *(
        "自评[甲]!指标[产出指标].一级分值=55",
        "自评[甲]!指标[4].一级指标=另一类",
        "自评[乙]!总额.预算数=0",
    ),
]


def test_small_document_typed_in_again_is_the_same(small: Path, tmp_path: Path):
    """Values of groups, rows of codes, overrides, proposals and unreadable figures come back."""
    shown = done("show", small, "--json").json

    again = done("show", retyped(shown, tmp_path), "--json").json

    assert again == shown
    assert cells_of(shown)["自评[甲]!指标[产出指标].一级分值"]["value"] == "55"
    assert {cell["kind"] for cell in cells_of(shown).values()} == {"录入", "预填", "计算", "已改写"}


def test_show_leaves_no_drawn_cell_out(small: Path):
    """Every cell that is drawn on a form, at every row, is told."""
    shown = set(cells_of(done("show", small, "--json").json))

    with Session.open(small, read_only=True) as session:
        shapes = session.calculation.shape.sheets.values()
        slots = [(shape, slot) for shape in shapes for slot in shape.form.slots.values()]
        cells = [c for shape, slot in slots if slot.drawn for c in shape.cells(slot)]
        assert {session.names.address(cell) for cell in cells} <= shown


def test_every_address_shown_is_understood(document: Path):
    """Each printed address leads to a cell with that address."""
    cells = cells_of(done("show", document, "--json").json)

    with Session.open(document, read_only=True) as session:
        for address in cells:
            assert session.names.address(session.names.cell(address)) == address


@pytest.mark.parametrize("address", ["封面.年度", "项目卡[医疗救助].功能科目", TOTAL])
def test_address_shown_can_be_explained(document: Path, address: str):
    """`explain` takes the addresses of cover, card and forms."""
    cell = cells_of(done("show", document, "--json").json)[address]

    assert f"[{cell['kind']}]" in done("explain", document, address).out


def test_names_with_every_sign_come_back(document: Path):
    """A project whose name has brackets, quotes or ! is shown by its number, which set takes."""
    name = "甲[乙]'丙'!丁"
    done("set", document, "--add-project", name)
    cells = cells_of(done("show", document, "--json").json)

    address = next(a for a, cell in cells.items() if cell["value"] == name)

    assert address == "项目卡[5].项目简称"
    done("set", document, f"{address}=改名")
    assert (
        cells_of(done("show", document, "--json").json)["项目卡[改名].项目简称"]["value"] == "改名"
    )
