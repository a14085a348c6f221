"""The left side of a formula: braces stand for several names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formula.parser import FormulaSyntaxError, expand_pattern


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("总额.得分", ["总额.得分"]),
        ("总额.{年初预算数,全年预算数}", ["总额.年初预算数", "总额.全年预算数"]),
        ("{总额,拨款}.执行率", ["总额.执行率", "拨款.执行率"]),
        ("行{31:33}.金额", ["行31.金额", "行32.金额", "行33.金额"]),
        ("行{4,5,6}.栏2", ["行4.栏2", "行5.栏2", "行6.栏2"]),
        ("{款,类}.{栏1:栏2}", ["款.栏1", "款.栏2", "类.栏1", "类.栏2"]),
        ("项.栏{2,5:6}", ["项.栏2", "项.栏5", "项.栏6"]),
        ("收入支出总表!行{1:2}.金额", ["收入支出总表!行1.金额", "收入支出总表!行2.金额"]),
        (" ｛款， 类｝．{栏 1：栏 ２} ", ["款.栏1", "款.栏2", "类.栏1", "类.栏2"]),
        ("{'a,b','c}d'}.x", ["'a,b'.x", "'c}d'.x"]),
        ("'a{b}，c'.x", ["'a{b}，c'.x"]),
        ("{‘a，b’}.x", ["‘a，b’.x"]),
        ("{'1:2'}.x", ["'1:2'.x"]),
        ("{01:03}", ["01", "02", "03"]),
        ("{7:7}", ["7"]),
    ],
)
def test_braces_are_multiplied_out_in_order(text, names):
    """The first brace runs slowest; quoted names are left alone; blanks do not matter."""
    assert [n.replace(" ", "") for n in expand_pattern(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("行{31:56}.金额", ["行31.金额", "行34.金额"]),
        ("行{31:56}.{栏1:栏2}", ["行31.栏1", "行31.栏2", "行34.栏1", "行34.栏2"]),
        ("行{31:56}.栏{1:2}", ["行31.栏1", "行31.栏2", "行34.栏1", "行34.栏2"]),
        ("{行31:行56}", ["行31", "行34"]),
        ("行{32}.金额", ["行32.金额"]),
    ],
)
def test_a_range_takes_in_only_what_is_drawn(text, names):
    """Numbers that no drawn row has are passed over; columns are another matter."""
    assert expand_pattern(text, {34, 31, 60, 9}) == names


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("", "公式左边是空的", 0),
        ("  ", "公式左边是空的", 0),
        ("总额.{a", "花括号没有成对，或者里面又有花括号", 3),
        ("总额.{a{b}}", "花括号没有成对，或者里面又有花括号", 3),
        ("总额}.a", "花括号没有成对", 2),
        ("a,b", "几个名称要写在花括号里，例如 {总额,拨款}.执行率", 1),
        ("a.'b", "单引号没有成对", 2),
        ("a.‘b", "单引号没有成对", 2),
        ("a.{}", "花括号里缺一个名称", 3),
        ("a.{b,}", "花括号里缺一个名称", 5),
        ("a.{b, ,c}", "花括号里缺一个名称", 5),
        ("行{1:x}", "区域两端要写整数，例如 31:56 或 栏1:栏16", 2),
        ("{a,:}", "区域两端要写整数，例如 31:56 或 栏1:栏16", 3),
        ("{栏1:行3}", "区域两端要用同样的词，并且从小到大", 1),
        ("{3:1}", "区域两端要用同样的词，并且从小到大", 1),
        ("{1:5001}", "这里一共展开成5000个以上的名称，太多了", 1),
        ("{1:999999999}", "这里一共展开成5000个以上的名称，太多了", 1),
        ("{1:100}{1:100}", "这里一共展开成5000个以上的名称，太多了", 0),
        ("a" * 4001, "名称太长，最多4000个字", 4000),
    ],
)
def test_a_mistake_says_what_and_where(text, message, at):
    """One short sentence in Chinese, and the place in the text."""
    with pytest.raises(FormulaSyntaxError) as caught:
        expand_pattern(text)
    assert (caught.value.message, caught.value.at) == (message, at)


def test_a_range_without_any_drawn_row_is_a_mistake():
    """A formula for no cell at all is a slip."""
    with pytest.raises(FormulaSyntaxError, match="70:80 之间没有已编号的行"):
        expand_pattern("行{70:80}.金额", {1, 2})


@given(st.text() | st.text(alphabet="行栏{}:,'‘’ 1290.!"))
def test_any_text_is_expanded_or_refused(text):
    """Nothing but names or a FormulaSyntaxError with a place in the text ever comes out."""
    place = 0
    try:
        assert expand_pattern(text)
    except FormulaSyntaxError as error:
        place = error.at
    assert 0 <= place <= len(text)
