"""Real data with known truth, each set in a module named after it; found through INQUO_DATA, loaded when asked."""

from __future__ import annotations

from bench.placement.question import DataSet
from bench.placement.sets.clips import Clips
from bench.placement.sets.compilation import Compilation
from bench.placement.sets.fengyuan import Fengyuan
from bench.placement.sets.films import Films
from bench.placement.sets.joplin import Joplin
from bench.placement.sets.mmim import Mmim
from bench.placement.sets.srif import Srif
from bench.placement.sets.town import InventedTown

CATALOGUE: dict[str, DataSet] = {
    one.name: one for one in (Fengyuan(), Mmim(), Srif(), Joplin(), InventedTown(), Films(), Clips(), Compilation())
}
