"""The syringes of the acceptance cases: step and dead space in mL, tolerance by ISO 7886-1."""

from fractions import Fraction as F

from mesoplan.preparation.interval import Interval
from mesoplan.preparation.syringe import Syringe, Tolerance

SMALL = Tolerance(of_nominal=F("0.015"), of_volume=F("0.02"), from_half=F("0.05"))
LARGE = Tolerance(of_nominal=F("0.015"), of_volume=F("0.01"), from_half=F("0.04"))


def _syringe(nominal: str, step: str, dead_space: str) -> Syringe:
    tolerance = SMALL if F(nominal) < 5 else LARGE
    return Syringe(f"{nominal}-mL", F(nominal), F(step), F(dead_space), tolerance)


ML1 = _syringe("1", "0.01", "0.07")
ML2_5 = _syringe("2.5", "0.1", "0.07")
ML5 = _syringe("5", "0.2", "0.075")
ML10 = _syringe("10", "0.2", "0.1")
ML20 = _syringe("20", "1", "0.15")
ALL = (ML1, ML2_5, ML5, ML10, ML20)

#: Lidocaine hydrochloride injection holds 95 to 105 % of the label.
LIDOCAINE = Interval(F("0.95"), F("1.05"))
