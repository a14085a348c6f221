"""Draw docs/images/pdf-page.png again: a page of the example's PDF as the README shows it.

Run in the project's environment: `.venv/bin/python -m tools.draw_images`.
"""

from core.export.picture import form_png
from core.session import Session
from tools.console import ROOT

EXAMPLE = "tonghai-2021"
NUMBER = "公开12表"
TARGET = ROOT / "docs" / "images" / "pdf-page.png"


def main() -> None:
    """Draw the page."""
    with Session.example(EXAMPLE, None) as session:
        sheet = next(title.sheet for title in session.sheets() if title.number == NUMBER)
        picture = form_png(session.printed(sheet), dpi=110)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(picture)
    print(TARGET)


if __name__ == "__main__":
    main()
