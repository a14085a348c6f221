"""What nobody foresaw: a record in the user's data folder, and one plain line for the user."""

from core.crash_record import append, record
from core.paths import user_folder


def told(error: BaseException) -> str:
    """Write down how it came; returns the line that says so."""
    happened = "程序出了问题，已写入文件的数都在"
    try:
        path = user_folder() / "errors.log"
        append(path, record(error))
    except (OSError, RuntimeError):  # RuntimeError: nobody's home folder can be found
        return f"{happened}。经过没能记下来：{type(error).__name__}"
    return f"{happened}。经过记在 {path}，报告问题时附上它。"
