"""The little language of formulas: text to tree, tree to program. It knows figures, but no forms.

tokens and parser read, tree holds and writes back, functions and score say what a name does,
evaluate compiles a tree once and runs it over operands. Whoever knows forms supplies the operands.
"""
