"""versions and diff: submitting, unlocking, going back, comparing; what leaves with an export."""

import getpass
import hashlib
import re
import socket
import zipfile
import zlib
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from core.session import Session
from tests.core.cli_calls import MONEY, call, done, refused, value_of
from tests.core.document.files import tampered

FIGURE = "52,148.29"
"""What MONEY prints in the example."""


@pytest.fixture
def submitted(document: Path) -> Path:
    """The example, signed and submitted."""
    done("set", document, "封面.编制人=张会计")
    done("versions", document, "--save", "上报")
    return document


def test_no_version_yet(document: Path):
    """It is said, with the way to one."""
    assert done("versions", document).out == "还没有存过版本\n"
    assert done("versions", document, "--json").json == {
        "format": 2,
        "locked": None,
        "versions": [],
        "exported": [],
    }
    assert "versions 文件 --save 上报" in refused("diff", document)


def test_what_was_submitted_is_locked_until_it_is_unlocked(submitted: Path):
    """`set` answers with the way out and changes nothing; after --unlock it fills in."""
    before = submitted.read_bytes()
    said = refused("set", submitted, f"{MONEY}=1")
    assert (
        said == "第1版“上报”锁着，不能改。要改，先解锁修改（命令行：biaoli versions 文件 --unlock）"
    )
    assert submitted.read_bytes() == before
    assert done("versions", submitted).out.endswith("张会计  锁着\n")

    assert done("versions", submitted, "--unlock").out.startswith("第1版“上报”已解锁")
    done("set", submitted, f"{MONEY}=1")

    assert value_of(submitted, MONEY) == "1"
    assert done("versions", submitted).out.endswith("张会计  已解锁\n")
    assert refused("versions", submitted, "--unlock") == "没有锁定，可以直接修改"


def test_a_version_is_submitted_once(submitted: Path):
    """Again only after unlocking; then it is the next one."""
    assert refused("versions", submitted, "--save", "送审").startswith("已经是第1版“上报”")
    done("versions", submitted, "--unlock")
    assert done("versions", submitted, "--save", "送审").out.startswith("已存为第2版“送审”")
    assert [v["name"] for v in done("versions", submitted, "--json").json["versions"]] == [
        "上报",
        "送审",
    ]


def test_a_version_tells_its_figures_and_findings(submitted: Path):
    """As they were, whatever was changed since."""
    was = call("check", submitted, "--json").json["findings"]
    done("versions", submitted, "--unlock")
    done("set", submitted, f"{MONEY}=1")

    said = done("versions", submitted, "1").out
    told = done("versions", submitted, "上报", "--json").json

    assert f"  行次29 年初结转和结余·金额 = {FIGURE}  [录入]" in said.splitlines()
    assert f"审核结果 {len(was)} 条" in said.splitlines()
    assert [f["message"] for f in told["findings"]] == [f["message"] for f in was]
    form = next(sheet for sheet in told["sheets"] if sheet["form"] == "公开01表")
    assert {
        "place": "行次29 年初结转和结余·金额",
        "text": FIGURE,
        "kind": "录入",
        "reason": None,
    } in form["cells"]
    assert (told["number"], told["author"], told["unlocked"] is None) == (1, "张会计", False)
    assert refused("versions", submitted, "2").startswith("没有“2”这一版")


def test_a_version_comes_back(submitted: Path):
    """With every cell as it was; a second time there is nothing to do."""
    done("versions", submitted, "--unlock")
    done("set", submitted, f"{MONEY}=1", "--add-project", "别的")

    assert done("versions", submitted, "--restore", "1").out == "已恢复到第1版“上报”的内容\n"

    assert value_of(submitted, MONEY) == "52148.29"
    assert done("versions", submitted, "--restore", "1").out == "本来就是第1版“上报”的内容\n"
    assert done("diff", submitted).out.endswith("没有不同的地方。\n")
    with Session.open(submitted) as session:
        session.undo()
        assert len(session.document.projects) == 5


@pytest.mark.parametrize(
    "words",
    [
        ("--save", "上报", "--unlock"),
        ("--save", "上报", "--json"),
        ("1", "--unlock"),
        ("--restore", "1", "1"),
    ],
)
def test_one_thing_at_a_time(document: Path, words: tuple[str, ...]):
    """Whoever asks for two things is told, and none is done."""
    before = document.read_bytes()
    assert "一次写一个" in refused("versions", document, *words)
    assert document.read_bytes() == before


@pytest.mark.parametrize("name", ["", "　", "长" * 41])
def test_a_version_has_a_short_name(document: Path, name: str):
    """Any other is refused."""
    assert refused("versions", document, "--save", name).startswith("版本名称")


# ---- comparing


def test_the_difference_is_told_cell_by_cell(submitted: Path, tmp_path: Path):
    """On screen, as JSON, as a workbook and as PDF the same lines."""
    done("versions", submitted, "--unlock")
    done("set", submitted, f"{MONEY}=1")
    book, pdf = tmp_path / "差异.xlsx", tmp_path / "差异.pdf"

    said = done("diff", submitted, "--xlsx", book, "--pdf", pdf).out.splitlines()
    told = done("diff", submitted, "上报", "--json").json["differences"]

    begins = f"1  公开01表 行次29 年初结转和结余·金额：{FIGURE} → 1.00  [填]  张会计 20"
    assert said[0].startswith(begins)
    assert "共 4 处：填 1，预填 1，计算 2。" in said[4]
    assert (told[0]["address"], told[0]["was"], told[0]["now"]) == (MONEY, FIGURE, "1.00")
    rows = list(load_workbook(book).worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "差异表"
    assert rows[2][1:5] == ("表", "哪一格", "原来", "现在")
    assert rows[3][1:6] == ("公开01表", "行次29 年初结转和结余·金额", 52148.29, 1, "填")
    assert load_workbook(book).worksheets[0].print_title_rows == "$3:$3"
    assert load_workbook(book).worksheets[0].page_setup.orientation == "landscape"
    text = text_of(pdf)
    assert all(word in text for word in ("差异表", FIGURE, "1.00", "张会计", "第1版“上报”"))


def test_comparing_leaves_every_byte(submitted: Path, tmp_path: Path):
    """Reading versions and differences writes nothing, and notes no export of forms."""
    before = submitted.read_bytes()
    done("versions", submitted)
    done("versions", submitted, "1")
    done("diff", submitted, "--pdf", tmp_path / "a.pdf")
    assert submitted.read_bytes() == before
    assert "就是填报文件" in refused("diff", submitted, "--xlsx", link(submitted, ".xlsx"))


def link(document: Path, suffix: str) -> Path:
    """The document under another name."""
    other = document.with_suffix(suffix)
    other.hardlink_to(document)
    return other


# ---- what was exported


def test_exports_are_told_with_their_sha256(document: Path, tmp_path: Path):
    """What was exported before 上报 belongs to the version; what is older than a change says so."""
    book, pdf = tmp_path / "决算.xlsx", tmp_path / "决算.pdf"
    done("export", document, "--xlsx", book, "--forms", "公开01")
    done("set", document, f"{MONEY}=1")
    done("export", document, "--pdf", pdf, "--forms", "公开01")
    sums = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (pdf, book)]
    waiting = done("versions", document).out

    said = done("versions", document, "--save", "上报").out.splitlines()

    assert said[1:] == [f"  决算.pdf  {sums[0]}", f"  决算.xlsx  {sums[1]}  导出以后又改过"]
    assert f"还没有上报的导出文件：\n  决算.pdf  {sums[0]}\n" in waiting
    [version] = done("versions", document, "--json").json["versions"]
    told = [(file["name"], file["sha256"], file["outdated"]) for file in version["exported"]]
    assert told == [("决算.pdf", sums[0], False), ("决算.xlsx", sums[1], True)]


def test_the_same_export_again_leaves_every_byte(document: Path, tmp_path: Path):
    """Only something new is noted in the document."""
    for number in range(2):
        done("export", document, "--pdf", tmp_path / "a.pdf", "--forms", "公开01")
        if number == 0:
            before = document.read_bytes()
    assert document.read_bytes() == before


def test_what_was_written_before_an_export_failed_is_noted(document: Path, tmp_path: Path):
    """The workbook is there, the PDF is not; a document that was left open is not touched."""
    book, nowhere = tmp_path / "a.xlsx", tmp_path / "没有" / "a.pdf"
    said = call("export", document, "--xlsx", book, "--pdf", nowhere, "--forms", "公开01")
    assert said.code == 2
    assert [file["name"] for file in done("versions", document, "--json").json["exported"]] == [
        "a.xlsx"
    ]
    with tampered(document) as connection:
        connection.execute("INSERT INTO word VALUES (1, '')")
        row = "1, '2022-03-01T08:00:00+08:00', 1, 'do', 1, NULL, '[]', '[]'"
        connection.execute(f"INSERT INTO history VALUES ({row})")  # noqa: S608
    before = document.read_bytes()
    assert call("export", document, "--xlsx", book, "--forms", "公开02").code == 0
    assert document.read_bytes() == before


SECRETS = ("88776655", "某旧草稿名", "内部讨论用")


def test_nothing_private_leaves_with_an_export(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Neither what stood there before, nor versions, nor names of machine, login and folders."""
    folder = tmp_path / "某人的私人文件夹"
    folder.mkdir()
    file = document.rename(folder / "某机密文件名.biaoli")
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "zhangsan-login")
    done("set", file, f"{MONEY}={SECRETS[0]}")
    done("versions", file, "--save", SECRETS[1])
    done("versions", file, "--unlock")
    done("set", file, f"{MONEY}=52148.29", "--add-project", SECRETS[2])
    done("versions", file, "--restore", "1")
    done("set", file, f"{MONEY}=52148.29")
    book, live, pdf = (tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.pdf"))

    done("export", file, "--xlsx", book, "--pdf", pdf)
    done("export", file, "--xlsx", live, "--formulas")

    private = [*SECRETS, "88,776,655", folder.name, file.stem, "zhangsan-login", str(tmp_path)]
    private += [name for name in (getpass.getuser(), socket.gethostname()) if len(name) > 5]
    for content in (parts(book), parts(live), streams(pdf) + text_of(pdf)):
        assert [word for word in private if word in content] == []
        assert len(content) > 10_000
    assert load_workbook(book).properties.creator in (None, "")
    assert load_workbook(book).properties.lastModifiedBy is None
    metadata = pypdfium2.PdfDocument(pdf).get_metadata_dict(skip_empty=True)
    assert not metadata.get("Author")
    assert metadata["Creator"] == metadata["Producer"] == "表里"


def parts(book: Path) -> str:
    """Everything that stands in a workbook, names of its parts included."""
    with zipfile.ZipFile(book) as archive:
        return "".join(name + archive.read(name).decode() for name in archive.namelist())


def streams(pdf: Path) -> str:
    """Everything that stands in a PDF file, unpacked where it is packed; fonts are no text."""
    content = pdf.read_bytes()
    found = content.decode("latin-1")
    for match in re.finditer(rb"stream\r?\n", content):
        unpacking = zlib.decompressobj()
        try:
            found += unpacking.decompress(content[match.end() :]).decode("latin-1")
        except zlib.error:
            continue
    return found


def text_of(pdf: Path) -> str:
    """The text of all pages."""
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


# ---- the history of a cell


def test_explain_tells_the_history_of_the_cell(document: Path):
    """Newest first: when, by whom, what; undo is told as such."""
    done("set", document, "封面.编制人=张会计")
    done("set", document, f"{MONEY}=1")
    done("set", document, "封面.编制人=李会计", f"{MONEY}=2")
    with Session.open(document) as session:
        session.undo()

    lines = done("explain", document, MONEY).out.splitlines()

    told = [line.split("  ")[-2:] for line in lines[lines.index("  记录：") + 1 :]]
    assert told == [["张会计", "撤销：填 1"], ["李会计", "填 2"], ["张会计", "填 1"]]


def test_a_long_history_says_that_it_is_longer(document: Path):
    """The newest fifty are listed."""
    with Session.open(document) as session:
        cell = session.names.cell(MONEY)
        for number in range(52):
            session.type_text([cell], str(number))

    lines = done("explain", document, MONEY).out.splitlines()

    assert lines[-1] == "    更早的没有列出"
    assert sum("  填 " in line for line in lines) == 50


def test_an_untouched_cell_has_no_history(document: Path):
    """Then nothing is said of it."""
    assert "记录" not in done("explain", document, MONEY).out
