"""A suite (套表): its forms in order, what is asked once, its settings, and what crosses forms.

``load_suite`` reads all files of a suite from texts, checks everything and raises TemplateError
with every mistake at once. The texts are what a document keeps, so that it opens for ever.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from core.errors import TemplateError, TemplateProblem
from core.refs import COVER, PROJECT_CARD, normalise_name
from core.template.audit_rules import RuleReader
from core.template.bind import Binder
from core.template.cell_text import Place, read_title
from core.template.codes import CodeDictionary, choose, read_codes
from core.template.convert import convert
from core.template.cover_page import Asked, read_cover_page
from core.template.fields import read_styles
from core.template.folder import MAX_FILES, SUITE_FILE, read_suite_folder
from core.template.form import Form, Located
from core.template.form_suite import FormSuite
from core.template.form_table import FormTable
from core.template.form_when import read_when
from core.template.loader import Draft, read_form
from core.template.order import SlotId
from core.template.problems import NAMELESS, Mark, Problems, TooManyProblems, Unsure, nearest, shown
from core.template.renames import Edition
from core.template.renames_reader import RenamesReader
from core.template.schema import SuiteFormPiece
from core.template.sections import Sections
from core.template.strict_yaml import YamlList, YamlMap, YamlNode, YamlText, read_yaml
from core.template.suite_asks import YEAR_CELL, read_author, read_card, read_cover
from core.template.suite_include import Section, included
from core.template.suite_links import CellFormulas, LinkReader, Links
from core.template.suite_rows import FollowedRows
from core.template.suite_settings import (
    read_grades,
    read_lists,
    read_rate,
    read_score,
    read_total,
)

__all__ = ["SUITE_FILE", "YEAR_CELL", "FormSuite", "load_suite", "read_suite_folder"]

_KNOWN_KEYS = (
    *("notation", "suite", "revision", "title", "region", "purpose", "year", "forms", "cover"),
    *(
        "author",
        "cover_page",
        "project_card",
        "score",
        "rate",
        "total",
        "grades",
        "lists",
        "styles",
        "links",
    ),
    "renames",
)
_RESERVED = frozenset({COVER, PROJECT_CARD, "项目"})
MAX_FORMS = 200


def load_suite(sources: Mapping[str, str]) -> FormSuite:
    """Read a suite from its texts (file name → text). Raises TemplateError with every mistake.

    The same texts give the same suite: it never changes, so it is read once.
    """
    return _read_suite(tuple(sorted(sources.items())))


@lru_cache(maxsize=4)
def _read_suite(texts: tuple[tuple[str, str], ...]) -> FormSuite:
    sources = dict(texts)
    problems = Problems(SUITE_FILE)
    text = sources.get(SUITE_FILE)
    if text is None:
        problems.add(Mark(1, 1), f"缺少 {SUITE_FILE}")
    elif len(sources) > 2 * MAX_FILES:
        problems.add(Mark(1, 1), f"文件太多：一套表最多 {MAX_FILES} 个文件")
    top = read_yaml(text, problems) if text is not None and not len(problems) else None
    if top is None:
        raise TemplateError(problems.found)
    try:
        return _Reader(top, sources, problems).suite()
    except TooManyProblems as many:
        raise TemplateError(many.found) from many


class _Reader:
    """Reads one suite."""

    def __init__(self, top: YamlMap, sources: Mapping[str, str], problems: Problems) -> None:
        self.sections = Sections(top, problems, SUITE_FILE)
        self.sources = sources
        self.problems = problems
        self.drafts: dict[str, Draft] = {}
        self.unsure: dict[str, Unsure] = {}
        self.whens: dict[str, Located] = {}
        self.places: list[Place] = []
        self.cover_asks: Asked = []
        self.links: list[tuple[Links, Problems]] = []
        self.found: list[TemplateProblem] = []

    def suite(self) -> FormSuite:
        sections = self.sections
        sections.check_keys(_KNOWN_KEYS)
        self.year = sections.number("year", 2000, 2100)
        self._asked()
        self._forms()
        self._read_links()
        lists = read_lists(sections)
        forms = {name: draft.form for name, draft in self.drafts.items()}
        self.table = FormTable(forms, self.cover.slots, self.card.slots)
        binder = Binder(self.table, self.unsure, lists)
        cells = self._bind(binder)
        rules = RuleReader(binder, self.unsure)
        forms = {name: self._bound_form(draft, cells, rules) for name, draft in self.drafts.items()}
        audits = [a for links, file in self.links for a in rules.read(links.audits, "", file)]
        card = {n: cells.bound.get((PROJECT_CARD, n), s) for n, s in self.card.slots.items()}
        for name, located in self.whens.items():
            when = read_when(forms[name], located, card, binder, self.problems)
            forms[name] = replace(forms[name], when=when)
        for links, file in self.links:
            forms = FollowedRows(forms, card, self.unsure, file, binder).read(links.rows)
        cover_page, self.cover_asks = read_cover_page(sections, self.sources)
        self._check_places()
        own, revision = self._id(), sections.number("revision", 1, 9999)
        suite = FormSuite(
            id=own,
            revision=revision,
            title=sections.text("title", required=True),
            region=sections.text("region", required=True),
            purpose=sections.text("purpose", required=True),
            year=self.year,
            forms=forms,
            cover={n: cells.bound.get((COVER, n), s) for n, s in self.cover.slots.items()},
            card=card,
            card_name=self.card_name,
            author=read_author(sections, self.cover),
            cover_page=cover_page,
            audits=tuple(audits),
            order=self.order,
            score=read_score(sections),
            rate=read_rate(sections),
            total=read_total(sections),
            grades=read_grades(sections),
            lists=lists,
            dictionaries=self._dictionaries(),
            sources=self.sources,
            editions=self._editions(forms, own, revision),
        )
        found = self.found + self.problems.found
        found += [p for draft in self.drafts.values() for p in draft.problems.found]
        found += [p for _, shared in self.links[1:] for p in shared.found]
        found += [p for _, page in self.cover_asks[1:] for p in page.found]
        if found:
            raise TemplateError(found)
        return suite

    def _id(self) -> str:
        text = self.sections.text("suite", required=True)
        if text and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
            mark = self.sections.top.entries["suite"].mark
            self.problems.add(mark, "suite 只能用小写字母、数字和 -")
        return text

    def _editions(self, forms: Mapping[str, Form], own: str, revision: int) -> tuple[Edition, ...]:
        cells = {name: form.slots for name, form in forms.items()}
        cells |= {COVER: self.cover.slots, PROJECT_CARD: self.card.slots}
        reader = RenamesReader(cells, self.unsure, self.problems)
        return reader.read(self.sections.list("renames").items, own, revision)

    def _asked(self) -> None:
        sections = self.sections
        self.cover = read_cover(sections.map("cover"), self.year, self.problems)
        self.cover.unsure.everything |= "cover" in sections.broken
        node = sections.top.entries.get("project_card")
        self.card, self.card_name = read_card(node, self.problems)
        self.card.unsure.everything |= "project_card" in sections.broken
        self.unsure |= {COVER: self.cover.unsure, PROJECT_CARD: self.card.unsure}

    # ---- forms

    def _forms(self) -> None:
        node = self.sections.typed("forms", YamlList, "“- {name: …}”的样子", required=True)
        items = node.items if node else []
        if node is not None and not 1 <= len(items) <= MAX_FORMS:
            self.problems.add(node.mark, f"forms 要有 1 到 {MAX_FORMS} 张表")
        styles = read_styles(self.sections.map("styles"), self.problems)
        for item in items[:MAX_FORMS]:
            entry = convert(SuiteFormPiece, item, self.problems, "forms 的一张表")
            text = self._source(entry, item)
            if entry is None or text is None or not isinstance(item, YamlMap):
                self._excuse(item)
                continue
            self._check_titles(entry, item)
            draft = read_form(text, entry, styles)
            self.drafts[draft.form.name] = draft
            self.unsure[draft.form.name] = draft.unsure
            when = item.entries.get("when")
            if isinstance(when, YamlText):
                self.whens[draft.form.name] = Located(when, SUITE_FILE)
        missing = self.sections.top.key_marks.get("project_card") is None
        if missing and any(draft.form.per_project for draft in self.drafts.values()) and node:
            self.problems.add(node.mark, "有每个项目一张的表，要写 project_card（项目卡）")

    def _source(self, entry: SuiteFormPiece | None, item: YamlNode) -> str | None:
        """The text of a form's file; None if the form cannot be there."""
        if entry is None or not isinstance(item, YamlMap):
            return None
        name = normalise_name(entry.name)
        if name in _RESERVED or name in self.unsure or re.search(r"[!\[\]'.]", name):
            message = f"表名“{shown(name)}”用了两次、是专用名或有标点"
            self.problems.add(item.key_marks["name"], message)
            return None
        text = self.sources.get(entry.file) if entry.file != SUITE_FILE else None
        if text is None:
            files = [f for f in self.sources if f != SUITE_FILE and not f.startswith("codes/")]
            message = f"套表文件夹里没有“{shown(entry.file)}”{nearest(entry.file, files)}"
            self.problems.add(item.key_marks["file"], message)
        return text

    def _excuse(self, item: YamlNode) -> None:
        """Whoever names this form is not told that it is unknown."""
        name = item.entries.get("name") if isinstance(item, YamlMap) else None
        if isinstance(name, YamlText):
            self.unsure.setdefault(normalise_name(name.text), Unsure(everything=True))
        else:
            self.unsure[NAMELESS] = Unsure(everything=True)

    def _check_titles(self, entry: SuiteFormPiece, item: YamlMap) -> None:
        for key in ("number", "title", "short"):
            node = item.entries.get(key)
            if isinstance(node, YamlText):
                per_project = entry.per is not None
                self.places += read_title(
                    node.text, node.mark, self.problems, per_project=per_project
                )

    def _bound_form(self, draft: Draft, cells: CellFormulas, rules: RuleReader) -> Form:
        form = draft.form
        slots = {name: cells.bound.get((form.name, name), s) for name, s in form.slots.items()}
        audits = rules.read(draft.audits, form.name, draft.problems)
        return replace(form, slots=slots, audits=audits)

    # ---- formulas

    def _read_links(self) -> None:
        """The links of the suite itself, then those of the files it includes."""
        forms = {name: draft.form for name, draft in self.drafts.items()}
        own = self.sections.map("links")
        shared = included(own, self.sources, forms, self.unsure, self.problems)
        for section in (Section(own, self.problems), *shared):
            reader = LinkReader(forms, self.unsure, section.problems)
            self.links.append((reader.read(section.links), section.problems))

    def _bind(self, binder: Binder) -> CellFormulas:
        files = {draft.problems.file: draft.problems for draft in self.drafts.values()}
        crossing = {problems.file: problems for _, problems in self.links}
        cells = CellFormulas(binder, self.table, {**files, **crossing}, crossing)
        for form, asked in ((COVER, self.cover), (PROJECT_CARD, self.card)):
            for text in asked.formulas:
                cells.bind(form, text)
        for name, draft in self.drafts.items():
            for text in draft.formulas:
                cells.bind(name, text)
        for links, _ in self.links:
            for form, text in links.formulas:
                cells.bind(form, text)
        cells.check_doubles()
        self.order: dict[SlotId, int] = cells.order()
        return cells

    # ---- what the files ask of the suite

    def _check_places(self) -> None:
        """Cells of cover and card that texts name."""
        self._check_known(self.places, self.problems, per_project=True)
        for places, problems in self.cover_asks:
            self._check_known(places, problems, per_project=False)
        for draft in self.drafts.values():
            self._check_known(draft.places, draft.problems, per_project=draft.form.per_project)

    def _check_known(self, places: list[Place], problems: Problems, *, per_project: bool) -> None:
        for place in places:
            head, _, name = place.name.partition(".")
            form = COVER if head == COVER else PROJECT_CARD
            known = self.table.pseudo[form]
            if form == PROJECT_CARD and not per_project:
                message = f"{{{place.name}}} 只用于每个项目一张的表（per: project）"
                problems.add_once(place.mark, message)
            elif name not in known and not self.unsure[form].covers([name]):
                message = f"{form}里没有“{shown(name)}”{nearest(name, known)}"
                problems.add_once(place.mark, message)

    def _dictionaries(self) -> dict[str, CodeDictionary]:
        """The code dictionaries of the year; whoever asks for one that is missing is told."""
        found: dict[str, CodeDictionary] = {}
        unread = False
        for file, text in self.sources.items():
            if file.startswith("codes/") and not self._is_form(file):
                dictionary, problems = read_codes(text, file)
                self.found += problems.found
                unread = unread or dictionary is None
                if dictionary is not None:
                    found[dictionary.name] = choose(found, dictionary, self.year)
        asked = [(self.problems, self.cover.wanted + self.card.wanted)]
        asked += [(draft.problems, draft.wanted) for draft in self.drafts.values()]
        for problems, wanted in asked:
            for name, mark in wanted:
                if name not in found and not unread:
                    problems.add_once(mark, f"没有“{shown(name)}”的编码表{nearest(name, found)}")
        return found

    def _is_form(self, file: str) -> bool:
        return any(draft.form.file == file for draft in self.drafts.values())
