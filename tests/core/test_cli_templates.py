"""Templates that are checked and listed: sound ones, broken ones, several in one folder."""

import shutil
from pathlib import Path
from time import perf_counter

import pytest

from core.paths import templates_folder
from tests.core.cli_calls import call, done, refused
from tests.suites import FOLDER

FORM = """\
notation: 1
form: small
title: 小表
money_unit: 元
columns: [40, 40]
grid: |
  | 甲 | {甲} |
  | 乙 | {乙} |
fields:
  甲: {type: money}
  乙: {type: money}
formulas:
  乙: 甲
"""
SUITE_YAML = """\
notation: 1
suite: small
revision: 1
title: 小套表
region: 测试
purpose: 测试
year: 2021
forms:
  - {name: 小表, file: forms/small.yaml, number: 小01表, title: 小表, short: 小表}
  - {name: 大表, file: forms/small.yaml, number: 小02表, title: 大表, short: 大表}
cover:
  单位名称: {type: text, required: yes}
"""


def template(folder: Path, suite: str = SUITE_YAML, form: str = FORM) -> Path:
    """A suite folder with these texts."""
    place = folder / "small"
    (place / "forms").mkdir(parents=True)
    (place / "suite.yaml").write_text(suite, encoding="utf-8")
    (place / "forms" / "small.yaml").write_text(form, encoding="utf-8")
    return place


def test_sound_template_is_in_order(tmp_path: Path):
    """The suite that the following tests break has no mistakes."""
    assert "没有问题" in done("template", "check", template(tmp_path)).out


def test_all_mistakes_of_a_template_come_at_once(tmp_path: Path):
    """Every mistake has its own line with file, line and column; exit 2."""
    broken = FORM.replace("乙: 甲", "乙: 丙 + 1\n  丁: 甲\n  甲: 乙 +")

    said = call("template", "check", template(tmp_path, form=broken))

    lines = said.err.splitlines()
    assert (said.code, said.out) == (2, "")
    assert len(lines) >= 3
    assert all(line.startswith("forms/small.yaml 第") for line in lines)


def test_links_in_a_circle_are_told(tmp_path: Path):
    """A cycle over two forms is a mistake of the template, named once."""
    links = 'links:\n  formulas:\n    "小表!甲": 大表!乙\n    "大表!甲": 小表!乙\n'

    line = refused("template", "check", template(tmp_path, suite=SUITE_YAML + links))

    assert " 第13行" in line
    assert "公式绕成了圈：小表!乙 → 小表!甲 → 大表!乙 → 大表!甲 → 小表!乙" in line


@pytest.mark.parametrize(
    "suite",
    [
        "",
        "a: [",
        "- 1",
        "notation: 99\n",
        "a: &x 1\nb: *x\n",
        "a: !!python/object:os.x {}\n",
        "\0",
        "a" * 3_000_000,
    ],
)
def test_anything_in_a_suite_file_is_answered(tmp_path: Path, suite: str):
    """Wrong, foreign, dangerous or huge YAML: lines, no crash."""
    said = call("template", "check", template(tmp_path, suite=suite))

    assert said.code == 2
    assert "程序出了问题" not in said.err
    assert said.err.count("\n") >= 1


def test_bytes_that_are_no_text_in_a_template_are_told(tmp_path: Path):
    """A file that is not UTF-8 is a mistake of the template."""
    folder = template(tmp_path)
    (folder / "forms" / "small.yaml").write_bytes("标题: 表".encode("gbk"))

    refused("template", "check", folder)


@pytest.mark.parametrize("folder", ["无", "suite.yaml", "空"])
def test_folder_without_a_suite_is_told(tmp_path: Path, folder: str):
    """A missing folder, a file, an empty folder: one line each."""
    (tmp_path / "空").mkdir()
    (tmp_path / "suite.yaml").write_text(SUITE_YAML, encoding="utf-8")

    refused("template", "check", tmp_path / folder)


def test_the_shipped_templates_are_checked_in_no_time():
    """The folder of all shipped suites and their codes: every suite is told, and how long it took.

    It takes half a second; the bound is for machines far slower and busier than ours.
    """
    began = perf_counter()
    lines = done("template", "check", templates_folder()).out.splitlines()

    suites = sorted(path.parent.name for path in templates_folder().glob("*/suite.yaml"))
    assert [line.partition("：")[0] for line in lines[:-1]] == suites
    assert lines[-1].startswith(f"检查了{len(suites)}套表，用时")
    assert perf_counter() - began < 10


def test_every_suite_of_a_folder_is_checked(tmp_path: Path):
    """The mistakes of all come at once, each under its suite's folder; sound ones are told, too."""
    sound = template(tmp_path)
    for name in ("a-wrong", "b-wrong"):
        shutil.copytree(sound, tmp_path / name)
        text = FORM.replace("乙: 甲", "乙: 丙") if name < "b" else FORM.replace("款: 1", "")
        (tmp_path / name / "forms" / "small.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "b-wrong" / "suite.yaml").write_text("notation: 1\n", encoding="utf-8")

    said = call("template", "check", tmp_path)

    assert said.code == 2
    assert said.out == "small：2张表，4种单元格，0条审核公式，没有问题\n"
    assert said.err.startswith("a-wrong/forms/small.yaml 第13行")
    assert "b-wrong/suite.yaml 第" in said.err


def test_suites_of_a_folder_share_their_codes(tmp_path: Path):
    """codes/ beside several suites is theirs; without it the program's own are."""
    coded = FORM.replace("甲: {type: money}", "甲: {type: code, dictionary: 本地编码}")
    template(tmp_path, form=coded.replace("乙: 甲", "乙: 1"))
    assert "没有“本地编码”的编码表" in refused("template", "check", tmp_path)

    dictionary = (FOLDER / "small" / "codes" / "functional-2021.yaml").read_text("utf-8")
    (tmp_path / "codes").mkdir()
    named = dictionary.replace("支出功能分类", "本地编码")
    (tmp_path / "codes" / "own.yaml").write_text(named, encoding="utf-8")

    assert done("template", "check", tmp_path).out.splitlines()[0].endswith("没有问题")


def test_broken_suite_is_listed_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`suites` names a suite with a broken head and how to see its mistakes."""
    folder = template(tmp_path)
    (folder / "suite.yaml").write_text("notation: 1\nsuite: small\n", encoding="utf-8")
    monkeypatch.setattr("core.template.library.template_folders", lambda: [tmp_path])

    assert f"biaoli template check {folder}" in done("suites").out
    assert done("suites", "--json").json["suites"][0]["problems"]


def test_suites_reads_no_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A suite is listed by suite.yaml alone; `new` tells what is wrong with its forms."""
    template(tmp_path, form=FORM.replace("乙: 甲", "乙: 丙"))
    monkeypatch.setattr("core.template.library.template_folders", lambda: [tmp_path])

    (listed,) = done("suites", "--json").json["suites"]
    assert (listed["id"], listed["problems"]) == ("small", [])
    assert "第13行" in refused("new", "small", tmp_path / "a.biaoli", "--unit", "甲")


def test_no_suite_at_all_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An empty templates folder is said, not an empty answer."""
    monkeypatch.setattr("core.template.library.template_folders", lambda: [tmp_path])

    assert done("suites").out == "一套表也没有找到\n"
