"""The style sheets of a page, in the order in which they win: on screen, in a report and on paper.

One file per layer, and within the layer of components one per family (docs/decisions/0009).
"""

FAMILIES = (
    "controls",
    "rows",
    "conversation",
    "figures",
    "letters",
    "states",
    "menus",
    "settings",
    "meetings",
    "desk",
    "narrow",
)
LAYERS = ("tokens", "hues", "base", "layout", *(f"components/{family}" for family in FAMILIES), "print")
STYLESHEETS = tuple(f"css/{layer}.css" for layer in LAYERS)
