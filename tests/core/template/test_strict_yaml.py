"""The YAML door: texts stay texts, clerks' slips have a line, attacks get one clear answer."""

import time

import pytest

from core.template.problems import Mark, Problems
from core.template.strict_yaml import YamlText, plain, read_yaml
from tests.core.template.mistakes import mistakes_in_form

ATTACKS = {
    "a tag": ("a: !!python/object/apply:os.system [ls]", 1, "不能用 ! 开头的标签"),
    "an own tag": ("a: !x 1", 1, "不能用 ! 开头的标签"),
    "a tagged key": ("!x a: 1", 1, "不能用 ! 开头的标签"),
    "an anchor": ("a: &x 1\nb: 2", 1, "不能用 & 和 *"),
    "an alias": ("a: 1\nb: *x", 2, "不能用 & 和 *"),
    "laughs": ("a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]", 1, "不能用 & 和 *"),
    "a merge": ("a: 1\n<<: {b: 2}", 2, "不能用 <<"),
    "two documents": ("notation: 1\n---\na: 1", 2, "多了“---”"),
    "a directive": ("%TAG ! x\n---\na: 1", 1, "% 开头的行"),
    "a NUL": ("a: 1\nb: x\0y", 2, "不能识别的字符（U+0000）"),
    "a lone surrogate": ("a: \ud800", 1, "不能识别的字符（U+D800）"),
    "a hidden line end": ("a: x\u2028y", 1, "不能识别的字符（U+2028）"),
    "deep lists": ("[" * 500_000, 1, "嵌套太深"),
    "deep maps": ("{a: " * 200_000, 1, "嵌套太深"),
    "many nodes": ("a: [" + "1," * 200_000 + "1]", 1, "文件内容太多"),
    "a huge file": ("a: " + "x" * 1_100_000, 1, "文件太大"),
    "a list on top": ("- 1", 1, "文件最外层应是"),
    "a text on top": ("x", 1, "文件最外层应是"),
    "nothing": ("# only a remark", 1, "文件最外层应是"),
    "a key that is a list": ("[a, b]: 1", 1, "名称要写成一段文字"),
}

SLIPS = {
    "a key twice": ("a: 1\na: 2", 2, "“a”写了两次"),
    "a tab": ("a:\n\t- 1", 2, "制表符"),
    "a colon inside": ("a: b: c", 1, "冒号的位置不对"),
    "no colon": ("a: 1\nb\n", 2, "缺少冒号"),
    "an open quote": ('a: "b', 1, "引号或括号没有结束"),
    "an open bracket": ("a: [b, c\nd: e", 2, "括号、引号或缩进没有配对"),
    "unequal indentation": ("a:\n  b: 1\n c: 2", 3, "缩进没有对齐"),
    "a dash after a key": ("a: - 1", 1, "“-”的位置不对"),
    "a bad escape": (r'a: "\q"', 1, "双引号里的"),
    "a special sign": ("a: @b", 1, "以特殊符号"),
    "nothing behind a key": ("a:\nb: 1", 1, "这里没有内容"),
    "nothing in a list": ("a:\n  -\n  - 1", 2, "这里没有内容"),
    "a cut formula": ("a: {b: SUM(c, d, e), f: 1}", 1, "整个公式要加引号"),
}


def read(text: str) -> tuple[object, list[tuple[int, str]]]:
    """What the door makes of a text, and its complaints."""
    problems = Problems("x")
    top = read_yaml(text, problems)
    return (plain(top) if top else None), [(p.line, p.message) for p in problems.found]


@pytest.mark.parametrize(("text", "line", "says"), ATTACKS.values(), ids=list(ATTACKS))
def test_an_attack_gets_one_clear_message(text: str, line: int, says: str) -> None:
    """Whatever YAML could do beyond plain texts is refused at once, in one message."""
    begun = time.monotonic()

    ((found, message),) = read(text)[1]

    assert (line, True) == (found, says in message)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("text", [t for t, _, _ in ATTACKS.values() if "---" not in t])
def test_an_attack_as_a_form_file_gives_nothing_more(text: str) -> None:
    """A form file that cannot be read causes no other message in the suite."""
    assert len(mistakes_in_form(text)) == 1


@pytest.mark.parametrize(("text", "line", "says"), SLIPS.values(), ids=list(SLIPS))
def test_a_slip_gets_one_message_at_its_line(text: str, line: int, says: str) -> None:
    """What a clerk mistypes is told in Chinese, where it stands."""
    ((found, message),) = read(text)[1]

    assert (line, True) == (found, says in message)


def test_every_scalar_stays_a_text() -> None:
    """Nothing is converted: no number, no truth value, no octal, no date."""
    found = read("a: 1.10\nb: no\nc: 0101\nd: 2021-01-01\ne: ~\nf: {g: [1, null]}")[0]

    assert found == {
        "a": "1.10", "b": "no", "c": "0101", "d": "2021-01-01", "e": "~",
        "f": {"g": ["1", "null"]},
    }  # fmt: skip


def test_an_unreadable_value_keeps_its_key_known() -> None:
    """A cut formula is dropped whole, and its key is not called missing."""
    problems = Problems("x")

    top = read_yaml("a: {b: SUM(c, d), e: 1}", problems)

    assert top is not None
    assert plain(top) == {"a": {"e": "1"}}
    inner = top.entries["a"]
    assert list(getattr(inner, "key_marks", ())) == ["b", "d)", "e"]


def test_windows_and_old_line_ends_count_as_one() -> None:
    """Files from Windows and with a byte order mark read the same."""
    assert read("a: 1\nb: 2") == read("\ufeffa: 1\r\nb: 2") == read("a: 1\rb: 2")


@pytest.mark.parametrize(
    ("node", "offset", "place"),
    [
        (YamlText("abc", Mark(3, 5)), 1, Mark(3, 6)),
        (YamlText("abc", Mark(3, 5), '"'), 1, Mark(3, 7)),
        (YamlText("a\nb", Mark(3, 5), "|"), 2, Mark(5, 1)),
    ],
    ids=["plain", "quoted", "block"],
)
def test_a_sign_inside_a_text_has_its_place(node: YamlText, offset: int, place: Mark) -> None:
    """The place of a character counts the quotation mark, and the lines of a block."""
    assert place == node.place(offset)
