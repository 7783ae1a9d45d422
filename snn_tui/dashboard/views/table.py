"""The views that there are; the first is shown at first, unless another suits the network."""

from snn_tui.dashboard.views.overview import Overview
from snn_tui.dashboard.views.phase_plane import PhasePlane
from snn_tui.dashboard.views.raster import Raster
from snn_tui.dashboard.views.statistics import Statistics
from snn_tui.dashboard.views.view import View
from snn_tui.dashboard.views.weights import Weights

VIEWS: tuple[type[View], ...] = (Overview, Raster, PhasePlane, Statistics, Weights)
