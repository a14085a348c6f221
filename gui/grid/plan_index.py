"""What a plan says by cell: which places show it, and what covers each row and column."""

from collections.abc import Callable, Iterable

from core.layout.area import Ground
from core.layout.plan import CellPart, FormPlan, PlanCell
from core.layout.printed import PrintedCell, print_cell
from core.refs import CellId
from core.session import Session


class PlanIndex:
    """Made once for a plan; of a form with thousands of cells it takes its time.

    ground     what covers each row and column
    places_of  the places that show a cell, or of which its findings speak
    meant      of which cells the findings of a place speak, by row and column
    printed    what was printed of them so far, by row and column
    """

    def __init__(
        self, plan: FormPlan | None, meant: Callable[[PlanCell], Iterable[CellId]]
    ) -> None:
        """`meant` says of which cells the findings of a place speak. None: nothing is shown."""
        self.plan = plan
        self.ground = Ground(plan) if plan is not None else None
        self.places_of: dict[CellId, list[PlanCell]] = {}
        self.meant: dict[tuple[int, int], tuple[CellId, ...]] = {}
        self.printed: dict[tuple[int, int], PrintedCell] = {}
        for place in plan.cells if plan is not None else ():
            parts = [part.cell for part in place.content if isinstance(part, CellPart)]
            self.meant[place.row, place.column] = spoken_of = tuple(meant(place))
            for cell in dict.fromkeys((*parts, *place.covers, *spoken_of)):
                self.places_of.setdefault(cell, []).append(place)

    def print_all(self, session: Session) -> None:
        """Print every place as it is now."""
        for place in self.plan.cells if self.plan is not None else ():
            printed = print_cell(place, session.value, session.typed)
            self.printed[place.row, place.column] = printed
