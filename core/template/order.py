"""The order in which cells are calculated: sources first. Formulas that go in a circle are found.

The circles are Tarjan's strongly connected components, without recursion; each is shown once.
"""

from collections.abc import Iterator, Mapping, Sequence

from core.template.form import Bound, Reach, Selector

SlotId = tuple[str, str]
"""A form's name and a slot's name."""

Graph = Mapping[SlotId, Sequence[SlotId]]


def sources(formula: Bound) -> list[SlotId]:
    """The slots a formula reads; those of last year come from another document."""
    found: list[SlotId] = []
    waiting = list(formula.selectors)
    while waiting:
        selector = waiting.pop()
        if selector.reach is not Reach.PREVIOUS:
            found += [(selector.form, name) for name in selector.names]
        if isinstance(selector.key, Selector):
            waiting.append(selector.key)
    return found


def ranked(graph: Graph) -> tuple[dict[SlotId, int], list[list[SlotId]]]:
    """The rank of every slot that has a formula, and the circles among them."""
    order: dict[SlotId, int] = {}
    circles = []
    for component in _components(graph):
        if len(component) > 1 or component[0] in graph[component[0]]:
            circles.append(_circle(component, graph))
        for place in component:
            order[place] = len(order)
    return order, circles


def _components(graph: Graph) -> Iterator[list[SlotId]]:
    """Strongly connected components, sources before what is built on them."""
    found: dict[SlotId, int] = {}
    low: dict[SlotId, int] = {}
    open_: list[SlotId] = []
    closed: set[SlotId] = set()
    for start in graph:
        if start in found:
            continue
        path: list[tuple[SlotId, Iterator[SlotId]]] = []
        _enter(start, found, low, open_)
        path.append((start, iter(graph[start])))
        while path:
            here, rest = path[-1]
            source = next((s for s in rest if s in graph and s not in closed), None)
            if source is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[here])
                if low[here] == found[here]:
                    component = _close(here, open_)
                    closed.update(component)
                    yield component
            elif source in found:
                low[here] = min(low[here], found[source])
            else:
                _enter(source, found, low, open_)
                path.append((source, iter(graph[source])))


def _enter(
    place: SlotId, found: dict[SlotId, int], low: dict[SlotId, int], open_: list[SlotId]
) -> None:
    found[place] = low[place] = len(found)
    open_.append(place)


def _close(here: SlotId, open_: list[SlotId]) -> list[SlotId]:
    component = [open_.pop()]
    while component[-1] != here:
        component.append(open_.pop())
    return component


def _circle(component: Sequence[SlotId], graph: Graph) -> list[SlotId]:
    """The shortest way from the first slot of a component (in the files' order) back to itself."""
    inside = set(component)
    start = next(place for place in graph if place in inside)
    before: dict[SlotId, SlotId] = {}
    waiting = [start]
    for place in waiting:
        for source in graph[place]:
            if source == start:
                before[start] = place
                return _way(start, before)
            if source in inside and source not in before:
                before[source] = place
                waiting.append(source)
    return [start]


def _way(start: SlotId, before: Mapping[SlotId, SlotId]) -> list[SlotId]:
    way = [start, before[start]]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]
