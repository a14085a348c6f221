"""Indicators of earlier documents: read once, kept, and nothing that is odd stops it."""

import json
import shutil
import threading
from dataclasses import astuple
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import earlier
from core.document.store import DocumentStore
from core.earlier import LARGEST_KEPT, EarlierIndicators
from core.session import Session
from core.template.form import Slot
from core.template.form_suite import FormSuite
from tests.core.cli_calls import EXAMPLE

COUNTS = {"参保率": ("≥", "95", "%"), "政策宣传次数": ("≥", "4", "次")}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in a file; not to be changed."""
    path = tmp_path_factory.mktemp("earlier") / "上年.biaoli"
    Session.example(EXAMPLE, path).close()
    return path


@pytest.fixture
def old(example: Path, tmp_path: Path) -> Path:
    """A copy of the example."""
    return Path(shutil.copyfile(example, tmp_path / "上年.biaoli"))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where is kept what was collected; not there yet, nor is its folder."""
    return tmp_path / "own" / "indicators.json"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are really opened."""
    names: list[str] = []
    real = DocumentStore.open

    def noted(path: Path, read_only: bool = False) -> DocumentStore:
        names.append(path.name)
        return real(path, read_only)

    monkeypatch.setattr(DocumentStore, "open", noted)
    return names


def test_an_earlier_document_gives_its_indicators(old: Path, kept: Path) -> None:
    """With levels, relation, value and unit, and the document they come from."""
    found = {i.name: i for i in EarlierIndicators(kept).collect([old])}
    for name, target in COUNTS.items():
        assert (found[name].relation, found[name].value, found[name].unit) == target
    assert found["参保率"].level1 == "产出指标"
    assert found["参保率"].origin == "上年"


def test_a_target_in_one_cell_is_taken_apart(tmp_path: Path, kept: Path) -> None:
    """≥30家 is a relation, a figure and a unit; words stay words, 万 stays as it was written."""
    path = tmp_path / "安阳.biaoli"
    Session.example("anyang-budget-2021", path).close()
    found = {i.name: i for i in EarlierIndicators(kept).collect([path])}
    shop = found["检查定点药店"]
    assert (shop.relation, shop.value, shop.unit) == ("≥", "60", "家")
    risk = found["医保基金欺诈风险"]
    assert (risk.relation, risk.value, risk.unit) == ("", "明显降低", "")


def test_a_document_is_read_once_until_it_changes(old: Path, kept: Path, opened: list[str]) -> None:
    """Also by the next start of the program."""
    first = EarlierIndicators(kept).collect([old])
    assert EarlierIndicators(kept).collect([old]) == first
    assert opened == ["上年.biaoli"]
    with Session.open(old) as session:
        session.set_addresses([("整体自评表!指标[1].三级指标", "自己的一条")])
    again = EarlierIndicators(kept).collect([old])
    assert "自己的一条" in {i.name for i in again}


def test_a_document_in_use_is_left_alone_and_not_tried_again(
    old: Path, kept: Path, opened: list[str]
) -> None:
    """Nor is it kept as one without indicators: the next start reads it."""
    reader = EarlierIndicators(kept)
    with Session.open(old):
        opened.clear()
        assert reader.collect([old]) == []
        assert reader.collect([old]) == []
        assert opened == ["上年.biaoli"]
    assert reader.collect([old]) == []
    assert EarlierIndicators(kept).collect([old])


def test_what_is_open_here_is_not_even_looked_at(old: Path, kept: Path, opened: list[str]) -> None:
    """By whatever way its name leads to it; later it may be read."""
    reader = EarlierIndicators(kept)
    reader.keep_off(old.parent / "." / old.name)
    assert reader.collect([old]) == []
    assert opened == []
    reader.keep_off()
    assert reader.collect([old])


def test_opening_waits_while_the_file_is_just_being_read(
    old: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`keep_off` comes back only when the file was let go."""
    reading, go_on, order = threading.Event(), threading.Event(), []
    real = DocumentStore.open

    def slow(path: Path, read_only: bool = False) -> DocumentStore:
        reading.set()
        assert go_on.wait(10)
        order.append("read")
        return real(path, read_only)

    monkeypatch.setattr(DocumentStore, "open", slow)
    reader = EarlierIndicators(kept)
    thread = threading.Thread(target=reader.collect, args=([old],))
    thread.start()
    assert reading.wait(10)
    threading.Timer(0.05, go_on.set).start()
    reader.keep_off(old)
    order.append("open")
    thread.join(10)
    assert order == ["read", "open"]


@pytest.mark.parametrize("content", [b"", b"no document", b"SQLite format 3\x00" + bytes(4000)])
def test_what_is_no_document_is_passed_over(
    old: Path, kept: Path, content: bytes, opened: list[str]
) -> None:
    """Empty, of another kind, damaged; and it is not looked at a second time."""
    odd = old.with_name("坏的.biaoli")
    odd.write_bytes(content)
    files = [odd, old, old.with_name("没有.biaoli"), old.parent]
    first = EarlierIndicators(kept).collect(files)
    assert {i.origin for i in first} == {"上年"}
    opened.clear()
    assert EarlierIndicators(kept).collect(files) == first
    assert opened == []


def test_a_document_of_a_suite_without_suggestions_is_asked_as_the_suite_is_now(
    old: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older one knew none; one whose suite is nowhere gives nothing."""
    real = earlier._columns
    asked: list[str] = []

    def without(suite: FormSuite) -> list[Slot]:
        asked.append(suite.id)
        return [] if len(asked) == 1 else real(suite)

    monkeypatch.setattr(earlier, "_columns", without)
    assert EarlierIndicators(kept).collect([old])
    assert len(asked) == 2
    assert earlier._asking({}, "nowhere-2020") == []


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[1]",
        '{"version": 2, "files": []}',
        '{"version": 1}',
        '{"version": 1, "files": [{"path": "a", "stamp": [1], "indicators": []}]}',
        '{"version": 1, "files": [{"path": "a", "stamp": [1, 2], "indicators": [["a"]]}]}',
        '{"version": 1, "files": [{"path": "a", "stamp": [1, 2], "indicators": [[1,2,3,4,5,6]]}]}',
        '{"version": 1, "files": 7}',
        "[" * 5000,
        "x" * (LARGEST_KEPT + 1),
    ],
)
def test_a_spoilt_file_of_what_was_collected_is_made_again(
    old: Path, kept: Path, content: str
) -> None:
    """Whatever stands there."""
    kept.parent.mkdir()
    kept.write_text(content, "utf-8")
    assert EarlierIndicators(kept).collect([old])
    assert json.loads(kept.read_text("utf-8"))["version"] == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(st.sampled_from(["path", "stamp", "indicators"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_anything_may_stand_in_the_file_of_what_was_collected(files: object) -> None:
    """It is read or passed over; what is read are indicators of texts."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "indicators.json")
        path.write_text(json.dumps({"version": 1, "files": files}), "utf-8")
        found = earlier._read_kept(path)
    for _, indicators in found.values():
        assert all(isinstance(text, str) for one in indicators for text in astuple(one)[:6])


def test_where_nothing_can_be_kept_the_indicators_are_there_all_the_same(
    old: Path, tmp_path: Path
) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "own").write_text("x")
    assert EarlierIndicators(tmp_path / "own" / "indicators.json").collect([old])


def test_what_is_kept_has_a_limit(
    example: Path, tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest documents are left out of the file, and read again; no half file stays."""
    monkeypatch.setattr(earlier, "LARGEST_KEPT", 5_000)
    files = [Path(shutil.copyfile(example, tmp_path / f"{n}.biaoli")) for n in range(6)]
    found = EarlierIndicators(kept).collect(files)
    assert len({i.origin for i in found}) == 6
    assert kept.stat().st_size <= 5_000
    assert 0 < len(json.loads(kept.read_text("utf-8"))["files"]) < 6
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_only_the_newest_documents_are_read(
    example: Path, tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many, and none that is too large."""
    monkeypatch.setattr(earlier, "MOST_FILES", 2)
    files = [Path(shutil.copyfile(example, tmp_path / f"{n}.biaoli")) for n in range(3)]
    assert len({i.origin for i in EarlierIndicators(kept).collect(files)}) == 2
    monkeypatch.setattr(earlier, "LARGEST_FILE", 100)
    assert EarlierIndicators(kept).collect(files) == []
