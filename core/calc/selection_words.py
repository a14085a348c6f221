"""What leaving a form out, or taking it back, means for the other forms, in one sentence."""

from collections import Counter

from core.calc.names import Names
from core.template.left_out import forms_read


def selection_words(names: Names, form: str) -> str:
    """The sentence about a form as it is selected now."""
    calculation = names.calculation
    counts: Counter[str] = Counter()
    for cell, slot in calculation.all_cells():
        whole = calculation.whole.slot(cell.form, cell.name) or slot
        counts[cell.form] += form in forms_read(whole)
    out = form in calculation.document.deselected
    said = f"{names.form_called(form)}{'不选用了' if out else '选用了'}"
    if counts.total():
        where = "、".join(names.form_called(name) for name in names.suite.forms if counts[name])
        what = "改为自己填，保留现在的数" if out else "又自动计算或预填"
        said += f"，{where}里 {counts.total()} 格{what}"
    return said
