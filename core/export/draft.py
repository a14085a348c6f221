"""A draft says so: on every page, in the workbook and in the names of its files."""

STAMP = "草稿"
RED = "B3261E"

_MARK = f"（{STAMP}）"


def draft_name(name: str) -> str:
    """The name of a draft's file; a name that says so already stays."""
    return name if name.endswith(_MARK) else f"{name}{_MARK}"
