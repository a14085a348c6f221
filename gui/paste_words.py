"""What is said of a block that is pasted, or could not be."""

from core.clipboard.pasting import Paste
from core.clipboard.placing import Fate

_FATES = {
    Fate.UNFIT: "不是能填的数或选项（照原样填，已标出）",
    Fate.CALCULATED: "是计算项跳过",
    Fate.LABEL: "是表样文字跳过",
    Fate.DASH: "划“—”跳过",
    Fate.COVERED: "在合并格里跳过",
    Fate.OUTSIDE: "超出这张表跳过",
    Fate.REFUSED: "不能填跳过",
}


def skipped(paste: Paste) -> str:
    """What of a paste does not simply go in, most of it first."""
    counts = [(paste.count(fate), words) for fate, words in _FATES.items()]
    counts.sort(key=lambda found: -found[0])
    return "，".join(f"{count} 格{words}" for count, words in counts if count)


def about_to_paste(paste: Paste) -> str:
    """What would be pasted, before it is."""
    rows, columns = paste.block
    added = f"，增加 {paste.added} 行" if paste.added else ""
    size = f"准备粘贴 {rows} 行 × {columns} 列"
    return f"{size}：{paste.filled} 格填入{added}，{skipped(paste)}"


def nothing_pasted(paste: Paste) -> str:
    """Why nothing of a block went in."""
    if paste.count(Fate.SAME) == len(paste.placed):
        return "粘贴的内容与表里相同，没有要填的"
    return f"没有粘贴：{skipped(paste)}。先选中要填的第一格再粘贴"
