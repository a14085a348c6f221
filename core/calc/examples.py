"""The shipped examples: what is typed into a new document of a suite."""

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import BiaoliError, UnknownSuite
from core.paths import examples_folder


@dataclass(frozen=True, slots=True)
class Example:
    """One example. `overrides` are (value, reason) by address; `left_out` forms it does not use."""

    id: str
    suite: str
    title: str
    cover: Mapping[str, str]
    projects: tuple[Mapping[str, str], ...]
    values: Mapping[str, str]
    overrides: Mapping[str, tuple[str, str]]
    left_out: tuple[str, ...] = ()


def example_ids() -> list[str]:
    """The shipped examples."""
    return sorted(path.stem for path in examples_folder().glob("*.json"))


def read_example(example_id: str) -> Example:
    """A shipped example by its id. Raises UnknownSuite."""
    known = example_ids()
    if example_id not in known:
        near = difflib.get_close_matches(example_id, known, n=1, cutoff=0.4)
        hint = f"是否想写“{near[0]}”？" if near else ""
        raise UnknownSuite(f"没有“{example_id[:60]}”这个示例。{hint}现有：{'、'.join(known)}")
    try:
        text = (examples_folder() / f"{example_id}.json").read_text(encoding="utf-8")
        return _example(example_id, json.loads(text))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BiaoliError(f"示例“{example_id}”读不出来") from error


def _example(example_id: str, content: Any) -> Example:
    overrides = content.get("overrides", {})
    return Example(
        id=example_id,
        suite=content["suite"],
        title=content["title"],
        cover=content["cover"],
        projects=tuple(content["projects"]),
        values=content["values"],
        overrides={at: (entry["value"], entry["reason"]) for at, entry in overrides.items()},
        left_out=tuple(content.get("left_out", ())),
    )
