"""One module a control, named after it: `plant` adds the rows and says what must be found.

Each holds the cases next to the boundary too, which must not be found.
"""

from importlib import import_module
from pkgutil import iter_modules

from demo.planting import Planting


def plant_all(planting: Planting) -> None:
    """Plant every control's cases, in the order of their names."""
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        planting.control = module.name
        import_module(f"{__name__}.{module.name}").plant(planting)
