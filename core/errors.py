"""The exceptions of the core. Each says in plain Chinese what is the matter and the way out.

BiaoliError
├── TemplateError        mistakes in a suite or form file, all of them at once
├── UnknownSuite         a suite or example that is not there
├── UnknownVersion       a version that the document does not have
├── AddressError         an address that leads nowhere
├── EditRefused          an edit that cannot be done (nothing was changed)
│   └── DocumentLocked       it was submitted
├── DocumentError        a file that cannot be opened or written
│   ├── NotADocument         another program's file
│   │   └── DamagedDocument      one of ours that is not whole
│   ├── NewerDocument        written by a newer version
│   ├── DocumentInUse        open elsewhere
│   └── DocumentNotWritable  read-only, disk full, stick pulled
├── UsageError           a command that cannot be understood
├── WorkbookError        a workbook of another program that cannot be read
└── ExportError          an export target that cannot be written
    ├── ExportCancelled      the user stopped it
    └── FileInUse            another program has it open
"""

from dataclasses import dataclass


class BiaoliError(Exception):
    """Base of all: `str(error)` is one line for the user."""


@dataclass(frozen=True, slots=True, order=True)
class TemplateProblem:
    """One mistake in a template: where it stands and what to do. Line and column count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """One line: file, line, column, message."""
        return f"{self.file} 第{self.line}行第{self.column}列：{self.message}"


class TemplateError(BiaoliError):
    """All mistakes of a suite, sorted by file and line."""

    def __init__(self, problems: list[TemplateProblem]) -> None:
        """Keep the problems; the message is one line per problem."""
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class UnknownSuite(BiaoliError):
    """A suite or example that is not there, with the nearest right name."""


class UnknownVersion(BiaoliError):
    """A version that the document does not have."""


class AddressError(BiaoliError):
    """An address that leads nowhere, with the nearest right name when there is one."""


class EditRefused(BiaoliError):
    """An edit that cannot be done; the document is unchanged."""


class DocumentLocked(EditRefused):
    """The document was submitted and is not unlocked; it is unchanged."""


class DocumentError(BiaoliError):
    """A document file that cannot be opened or written."""


class NotADocument(DocumentError):
    """Not a document of this program."""


class DamagedDocument(NotADocument):
    """A document that is not whole; what can be read may be saved into a new one."""


class NewerDocument(DocumentError):
    """Written by a newer version of the program."""


class DocumentInUse(DocumentError):
    """Open in another window or on another machine."""


class DocumentNotWritable(DocumentError):
    """The file or its folder cannot be written."""


class DocumentGone(DocumentNotWritable):
    """The file is not in its place: the stick was pulled, or somebody moved it."""


class DiskFull(DocumentNotWritable):
    """There is no room for what is to be written."""


class ExportError(BiaoliError):
    """An export target that cannot be written; an existing file is untouched."""


class ExportCancelled(ExportError):
    """Whoever watched an export stopped it."""

    def __init__(self) -> None:
        """The message says what became of the files."""
        super().__init__("已取消，没有导出；原来的文件没有变")


class FileInUse(ExportError):
    """Another program has the file open; once it is closed there, it can be written."""


class UsageError(BiaoliError):
    """A command or input file that cannot be understood."""


class WorkbookError(BiaoliError):
    """A workbook of another program that cannot be read, or not be used; nothing was written."""
