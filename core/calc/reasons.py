"""A written reason (of a 改写 or a 审核说明) has to say something."""

import re
import unicodedata

from core.errors import EditRefused
from core.values import clean_text

MAX_LENGTH = 200
_EMPTY_WORDS = (
    *("同上", "无", "没有", "正常", "无误", "核实无误", "已核实", "已核对", "属实", "情况属实"),
    *("原因", "说明", "略"),
)


def is_a_reason(text: str) -> bool:
    """Whether a text says anything: blank, 同上, 无 and the like do not."""
    folded = unicodedata.normalize("NFKC", clean_text(text))
    core = re.sub(r"[\W_]+", "", folded)
    return len(core) > 1 and not core.isdecimal() and core not in _EMPTY_WORDS


def check_reason(text: str) -> None:
    """Raise EditRefused unless the text is a reason (of a 改写) of at most 200 characters."""
    _check(text, "要写明理由，例如“按批复数填列”或“财政局已同意”")


def check_justification(text: str) -> None:
    """Raise EditRefused unless the text is a 审核说明 of at most 200 characters."""
    _check(text, "请写出原因，例如“抽样样本偏少，扣 1 分”")


def _check(text: str, refusal: str) -> None:
    if len(text) > MAX_LENGTH:
        raise EditRefused(f"写了 {len(text)} 字，最多 {MAX_LENGTH} 字")
    if not is_a_reason(text):
        raise EditRefused(refusal)
