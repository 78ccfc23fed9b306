from nuandong.geo.models.division import Division
from nuandong.geo.models.outline import Outline
from nuandong.geo.models.place import Place
from nuandong.geo.models.succession import Succession

__all__ = ["Division", "Outline", "Place", "Succession"]
