"""The lines around the grid: heading above it, notes below it, some only under a condition."""

from dataclasses import dataclass, field, replace
from typing import Final

from core.refs import normalise_name
from core.template.cell_text import Text, is_elsewhere, read_line_text
from core.template.convert import convert
from core.template.drawing import Place
from core.template.fields import make_field
from core.template.form import Emptiness, FormLine, FormulaText, Located, Slot
from core.template.problems import Mark, Problems
from core.template.schema import LinePiece
from core.template.strict_yaml import YamlList, YamlMap, YamlText

IS_EMPTY: Final = "是"
LONGEST_SENTENCE: Final = 200

_TITLE = LinePiece(center="{title}", style="title")


@dataclass(slots=True)
class FormLines:
    """Reads the lines of one form. A condition becomes the formula of a hidden slot."""

    form: str
    file: str
    problems: Problems
    hidden: dict[str, Slot] = field(default_factory=dict)
    formulas: list[FormulaText] = field(default_factory=list)
    emptiness: Emptiness | None = None

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
            line = self._line(piece, item.mark, hidden)
            found.append(
                self._of_empty_form(line, key, item, *piece.empty) if piece.empty else line
            )
        return tuple(found)

    def _hide(self, name: str, when: YamlText) -> str:
        field_ = make_field(name, {}, (), "")
        self.hidden[name] = Slot(self.form, name, "", name, field_, drawn=False)
        self.formulas.append(FormulaText(name, "when", Located(when, self.file)))
        return name

    def _of_empty_form(
        self, line: FormLine, key: str, item: YamlMap, mark: str, sentence: str
    ) -> FormLine:
        """The sentence of a form without figures, with the two cells that belong to it."""
        mark, sentence = normalise_name(mark), normalise_name(sentence)
        place = item.entries["empty"].mark
        if key != "notes" or not line.when or line.center or line.right:
            self.problems.add(place, "有 empty 的一行写在 notes 里，要有 when，只写 left")
        elif self.emptiness is not None:
            self.problems.add(place, "一张表只能有一行 empty")
        elif mark == sentence:
            self.problems.add(place, "empty 写两个不同的名字：标记和说明")
        else:
            self._enter(mark, {"type": "choice", "choices": [IS_EMPTY]})
            self._enter(sentence, {"max_length": LONGEST_SENTENCE})
            self.emptiness = Emptiness(mark, sentence, line.when)
            return replace(line, own=sentence)
        return line

    def _enter(self, name: str, settings: dict[str, object]) -> None:
        """An entered cell that is not printed where it stands."""
        field_ = make_field(name, settings, (), "")
        self.hidden[name] = Slot(self.form, name, "", name, field_, drawn=False)

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
