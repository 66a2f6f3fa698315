"""How answers look: words, figures, tables, charts, and the View that pages are written with."""
