"""The same forms give the same files in every run of the program."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROGRAM = """
import hashlib
from core.export.pdf import pdf_bytes
from core.export.xlsx import xlsx_bytes
from tests.core.export.sample_forms import project, summary
from tests.formula_suite import every_function
contents = [pdf_bytes([summary(), project()]), xlsx_bytes([summary(), project()])]
with every_function(seed=1, projects=2) as session:
    forms = [session.printed(title.sheet) for title in session.sheets()]
    contents.append(xlsx_bytes(forms, session))
for content in contents:
    print(hashlib.sha256(content).hexdigest())
"""


def test_same_bytes_in_every_run() -> None:
    """Neither the order of sets nor the time of day nor the language leaves a trace."""
    answers = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        answers.add(run.stdout)

    assert len(answers) == 1
