"""The lines around the grid: heading above it, notes below it, some only under a condition."""

from dataclasses import dataclass, field

from core.template.cell_text import Text, is_elsewhere, read_line_text
from core.template.convert import convert
from core.template.drawing import Place
from core.template.fields import make_field
from core.template.form import FormLine, FormulaText, Located, Slot
from core.template.problems import Mark, Problems
from core.template.schema import LinePiece
from core.template.strict_yaml import YamlList, YamlMap, YamlText

_TITLE = LinePiece(center="{title}", style="title")


@dataclass(slots=True)
class FormLines:
    """Reads the lines of one form. A condition becomes the formula of a hidden slot."""

    form: str
    file: str
    problems: Problems
    hidden: dict[str, Slot] = field(default_factory=dict)
    formulas: list[FormulaText] = field(default_factory=list)

    def heading(self, section: YamlList) -> tuple[FormLine, ...]:
        """The lines above the grid; without any the title stands there."""
        found = self._lines("heading", section)
        return found or (self._line(_TITLE, section.mark, ""),)

    def notes(self, section: YamlList) -> tuple[FormLine, ...]:
        """The lines below the grid."""
        return self._lines("notes", section)

    def _lines(self, key: str, section: YamlList) -> tuple[FormLine, ...]:
        found = []
        for index, item in enumerate(section.items):
            piece = convert(LinePiece, item, self.problems, f"{key} 的一行")
            if piece is None or not isinstance(item, YamlMap):
                continue
            when = item.entries.get("when")
            hidden = self._hide(f"#{key}{index}", when) if isinstance(when, YamlText) else ""
            found.append(self._line(piece, item.mark, hidden))
        return tuple(found)

    def _hide(self, name: str, when: YamlText) -> str:
        field_ = make_field(name, {}, (), "")
        self.hidden[name] = Slot(self.form, name, "", name, field_, drawn=False)
        self.formulas.append(FormulaText(name, "when", Located(when, self.file)))
        return name

    def _line(self, piece: LinePiece, mark: Mark, hidden: str) -> FormLine:
        left, center, right = (
            self._text(text, mark) for text in (piece.left, piece.center, piece.right)
        )
        return FormLine(left, center, right, title=piece.style == "title", when=hidden)

    def _text(self, raw: str, mark: Mark) -> Text:
        return read_line_text(raw, mark, self.problems)


def elsewhere_places(texts: list[Text]) -> list[Place]:
    """The places that name a cell of the cover or of the project card."""
    return [
        part
        for text in texts
        for part in text
        if isinstance(part, Place) and is_elsewhere(part.name)
    ]
