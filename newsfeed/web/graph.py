"""The graph of outlets that repeat each other, in GEXF 1.3, which Gephi, networkx and igraph read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from newsfeed.text.characters import xml_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from newsfeed.store.browse import OutletPair

_GEXF = "http://gexf.net/1.3"
_ATTRIBUTES = {
    "node": [("agency", "boolean")],
    "edge": [("paragraphs", "integer"), ("share", "double")],
}


def gexf(pairs: Sequence[OutletPair], agencies: Collection[str]) -> bytes:
    """Return a directed graph: an edge leads from an outlet to one that repeats it, weighted by repeating articles."""
    root = etree.fromstring(f'<gexf xmlns="{_GEXF}" version="1.3"/>')
    graph = etree.SubElement(root, f"{{{_GEXF}}}graph", defaultedgetype="directed")
    for kind, columns in _ATTRIBUTES.items():
        declared = etree.SubElement(graph, f"{{{_GEXF}}}attributes", {"class": kind})
        for name, type_ in columns:
            etree.SubElement(declared, f"{{{_GEXF}}}attribute", id=name, title=name, type=type_)
    nodes, edges = (etree.SubElement(graph, f"{{{_GEXF}}}{name}") for name in ("nodes", "edges"))
    for site in dict.fromkeys(site for each in pairs for site in (each.from_site, each.to_site)):
        node = etree.SubElement(nodes, f"{{{_GEXF}}}node", id=xml_text(site), label=xml_text(site))
        _add_values(node, agency=str(site in agencies).lower())
    for place, each in enumerate(pairs):
        ends = {"source": xml_text(each.from_site), "target": xml_text(each.to_site)}
        edge = etree.SubElement(edges, f"{{{_GEXF}}}edge", {"id": str(place), **ends, "weight": str(each.articles)})
        _add_values(edge, paragraphs=str(each.paragraphs), share=f"{each.share:.4f}")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _add_values(element: etree._Element, **values: str) -> None:
    inside = etree.SubElement(element, f"{{{_GEXF}}}attvalues")
    for name, value in values.items():
        etree.SubElement(inside, f"{{{_GEXF}}}attvalue", {"for": name, "value": value})
