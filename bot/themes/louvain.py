"""Communities of a weighted graph: Louvain's method (Blondel et al. 2008) in a fixed order.

Nodes are visited in order of their number and ties go to the lower number: the result depends on the graph alone.
"""

Graph = list[dict[int, float]]

SWEEPS = 50
GAIN = 1e-9


def find_communities(graph: Graph) -> list[int]:
    """The community of each node, by modularity at resolution 1.

    `graph[i]` maps each neighbour of i to the edge's weight, both ways. A node without edges stays alone.
    """
    labels = list(range(len(graph)))
    while True:
        placed = _settle_nodes(graph)
        names: dict[int, int] = {}
        for community in placed:
            names.setdefault(community, len(names))
        if len(names) == len(graph):
            return labels
        placed = [names[community] for community in placed]
        labels = [placed[label] for label in labels]
        graph = _fold_graph(graph, placed, len(names))


def _settle_nodes(graph: Graph) -> list[int]:
    degrees = [sum(edges.values()) for edges in graph]
    total = sum(degrees)
    home = list(range(len(graph)))
    weights = degrees[:]
    if total <= 0:
        return home
    waiting = [True] * len(graph)
    for _ in range(SWEEPS):
        moved = False
        for node, edges in enumerate(graph):
            if not waiting[node]:
                continue
            waiting[node] = False
            here = home[node]
            best = _best_community(node, edges, home, weights, degrees[node], total)
            if best == here:
                continue
            moved = True
            weights[here] -= degrees[node]
            weights[best] += degrees[node]
            home[node] = best
            for neighbour in edges:
                if home[neighbour] != best:
                    waiting[neighbour] = True
        if not moved:
            break
    return home


def _best_community(
    node: int, edges: dict[int, float], home: list[int], weights: list[float], degree: float, total: float
) -> int:
    here = home[node]
    links: dict[int, float] = {here: 0.0}
    for neighbour, weight in edges.items():
        if neighbour != node:
            community = home[neighbour]
            links[community] = links.get(community, 0.0) + weight
    pull = degree / total
    best, best_gain = here, links.pop(here) - (weights[here] - degree) * pull + GAIN
    for community, link in links.items():
        gain = link - weights[community] * pull
        if gain > best_gain or (gain == best_gain and community < best):
            best, best_gain = community, gain
    return best


def _fold_graph(graph: Graph, placed: list[int], count: int) -> Graph:
    folded: Graph = [{} for _ in range(count)]
    for node, edges in enumerate(graph):
        into = folded[placed[node]]
        for neighbour, weight in edges.items():
            community = placed[neighbour]
            into[community] = into.get(community, 0.0) + weight
    return folded
