"""The colours and shapes of the three sides: one place for charts, page and report. Blue and orange are told apart by colour-blind readers.

Each colour keeps at least 3.5:1 against white and 4.7:1 against Streamlit's dark page, so that one set serves both; colour always comes
second, after a shape or a word.
"""

SIDES = {"accused": "#3F83CF", "harmed": "#CC6E1A", "other": "#7A808C"}
TINTS = {"accused": "rgba(63,131,207,.26)", "harmed": "rgba(204,110,26,.28)", "other": "rgba(122,128,140,.24)", "none": "transparent"}
"""The same, half transparent, to lie behind words."""
SHAPES = {"accused": "circle", "harmed": "square", "other": "triangle-up"}
SIGNS = {"accused": "\u25cf", "harmed": "\u25a0", "other": "\u25b2"}
"""The shapes as characters, for tables and text."""
GREY = SIDES["other"]
INK = {"light": "#1B1F27", "dark": "#E8EAED"}
PAPER = {"light": "#FFFFFF", "dark": "#0E1117"}
"""Text and background of a file; on the page both come from its theme."""
