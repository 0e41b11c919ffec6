"""What preparing lacks of a product is listed, and filling it in takes it off the list."""

from typing import Any

from mesoplan.review.readiness import readiness

CITE = 'cite = { source = "uzel-2020-minoxidil-fphl", at = "article", access = "secondary" }'


def test_filling_in_what_preparing_needs_takes_it_off_the_list(edited: Any) -> None:
    name = "compounded-minoxidil-5-mg-ml"
    before = {each.product: each.lacks for each in readiness(edited())}
    filled = edited(
        (
            f"products/{name}.toml",
            "",
            f"""
[doses]
kind = "single"
{CITE}

[[strength_ranges]]
ingredient = "minoxidil"
low = 0.9
high = 1.1
{CITE}

[[in_use]]
within = "1 h"
{CITE}
""",
        )
    )
    after = {each.product: each.lacks for each in readiness(filled)}
    assert {"doses", "strength range", "time in use"} <= set(before[name])
    assert set(before[name]) - set(after.get(name, ())) == {"doses", "strength range", "time in use"}


def test_a_powder_whose_volume_after_dissolving_is_not_printed_is_not_ready(edited: Any) -> None:
    powder = ("products/compounded-minoxidil-5-mg-ml.toml", 'kind = "aqueous"', 'kind = "powder"')
    dissolved = ("products/compounded-minoxidil-5-mg-ml.toml", "")
    step = '\n[[reconstitutions]]\ndiluents = []\nadded = "2 mL"\n'
    lacks = []
    for text in ("", f"{step}{CITE}\n", f'{step}final = "2 mL"\n{CITE}\n'):
        found = {each.product: each.lacks for each in readiness(edited(powder, (*dissolved, text)))}
        lacks.append(
            [each for each in found["compounded-minoxidil-5-mg-ml"] if "dissol" in each or "recon" in each]
        )
    assert lacks == [["reconstitution"], ["volume after dissolving"], []]
