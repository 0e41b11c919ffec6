"""The wording of `prepare`: what is missing, what is not known, and why a liquid has its place."""

from mesoplan.catalog.catalog import Catalog
from mesoplan.model.preparation import (
    Containers,
    Course,
    DataGap,
    Dissolved,
    MissingNumber,
    Sheet,
    Step,
    Supply,
    TimeBound,
    Why,
)
from mesoplan.report.sources import brief
from mesoplan.report.words.amounts import amount_words, percent
from mesoplan.report.words.template import fill, listed

#: What is missing: what it means, and what settles it.
_MISSING: dict[str, tuple[str, str]] = {
    "volume": (
        "how much of it is drawn is not known[: its strength was not read, so {amount} has no volume]",
        'Write volume = "..."[, the number of points times {point}], or an amount and a product.',
    ),
    "strength": (
        "{volume} of what strength is not said",
        "Name the product, or write amount or concentration beside the volume.",
    ),
    "product": (
        "everything on the shelf with it has to be dissolved first, and no product is named",
        "Name one of: {products}.",
    ),
    "diluent": (
        "{volume} of the product do not hold the amount that is written beside it",
        "Write the volume of the product as supplied[ (dissolved: {dissolved})]; "
        "a diluent is a line of its own.",
    ),
    "reconstitution": (
        "nobody has read how the powder is dissolved",
        "Read its label; add [[reconstitutions]] as an overlay.",
    ),
    "volume-after-dissolving": (
        "the label says to add {added}, not what volume comes of it",
        "Final volume or displacement? Ask the maker; without it the strength is a guess.",
    ),
    "which-reconstitution": (
        "its label dissolves it in several ways (to {dissolved})",
        "Write the volume that is drawn beside the amount.",
    ),
    "vessel": (
        "no syringe there is holds {volume}, and only one that does can be filled up to it",
        "Name a larger one (--syringes), or write how much of it is drawn.",
    ),
    "measurable": (
        "{volume} cannot be measured with these syringes[: the best is {error} off]",
        "The best dilution takes {stock} in the {stock_syringe}, makes it up to {total} in the "
        "{total_syringe}[, takes {second_stock} of that in the {second_stock_syringe}, makes it up to "
        "{second_total} in the {second_total_syringe}] and gives {give} with the {give_syringe}: at worst "
        "{diluted_error} off. || No dilution is better.",
    ),
}

_GAPS: dict[str, str] = {
    "product-not-named": "no product is named, so its container, vehicle and excipients are open: {names}",
    "fill": "how much is in one container, so how many to open: {names}",
    "amount": "how much it holds: {names}",
    "order": "no order is proved safe for syringe {names}; the one of the case is kept",
    "rough-draw": "measured more than a tenth off at worst: {names}",
    "small-draw": "less than can be measured well: {names}",
    "strength-range": "what the container really holds of its label, so worst cases are of volumes: {names}",
    "strength-range-half": "only one end of the tolerated strength is printed: {names}",
    "doses": "whether a container may be entered again (take it as single-dose): {names}",
    "needle-loss": "what each change of the needle loses: {names}",
    "tolerance-recalled": "the tolerance of these syringes was recalled, not read: {names}",
}

_SPANS = {"start-by": "start giving", "use-by": "use", "discard-container": "discard what is left"}


def course_words(course: Course, catalog: Catalog) -> list[str]:
    """What to bring to the sessions of a course, and what they come to against maxima of a course."""
    lines = []
    for each in course.supplies:
        label = catalog.label(each.product)
        if len(set(each.opened)) == 1:
            said = f"{each.opened[0]} × {label} at each of {course.sessions} sessions"
        else:
            at = [f"{count} at session {n}" for n, count in enumerate(each.opened, 1) if count]
            said = f"{label}: {listed(at)}"
        kept = f", kept up to {each.keeps_days} d once opened ({each.source})" if each.keeps_days else ""
        rest = f", {amount_words(each.discarded)} discarded" if each.discarded.value else ""
        total = containers_words(each.sizes) or str(each.total)
        lines.append(f"bring {said}{kept}; {total} in all{rest}")
    for use in course.limits:
        passed = "" if use.worst <= 1 else f", NOT GUARANTEED: {use.most_sessions} sessions stay under it"
        lines.append(
            f"{catalog.label(use.subject)} over the course: {percent(use.used)} of {use.limit}, "
            f"{percent(use.worst)} at worst{passed}"
        )
    return lines


def supply_words(supply: Supply, catalog: Catalog) -> str:
    """What to open, what is left over, what is sure to do, and what could be opened instead."""
    label = catalog.label(supply.product)
    again = " (it may be entered again)" if supply.doses == "multi" else ""
    waste = f", {amount_words(supply.waste)} left over{again}" if supply.waste.value else ""
    sure = ""
    if supply.sure != supply.sizes:
        same = [each.fill for each in supply.sure] == [each.fill for each in supply.sizes] == [supply.fill]
        enough = str(supply.guaranteed) if same else containers_words(supply.sure)
        sure = f"; {enough} to be sure of the whole volume"
    if sure and supply.excess:
        sure += f" (makers are advised to add {amount_words(supply.excess)}, not held to it)"
    others = [
        f"{containers_words(each.containers)} ({amount_words(each.waste)} left over)"
        for each in supply.others
    ]
    fewer = f"; or fewer: {listed(others)}" if others else ""
    return f"open {containers_words(supply.sizes)} {label}{waste}{sure}{fewer}"


def containers_words(containers: tuple[Containers, ...]) -> str:
    """ "1 × 5 mL + 2 × 2 mL"."""
    return " + ".join(f"{each.number} × {amount_words(each.fill)}" for each in containers)


def missing_words(missing: MissingNumber, catalog: Catalog) -> tuple[str, str]:
    """What is missing and what next."""
    what, following = _MISSING[missing.lack]
    data = {key: _readable(key, value, catalog) for key, value in missing.data.items()}
    data["subject"] = catalog.label(missing.subject)
    return fill("{subject}: " + what, data), fill(following, data)


def gap_words(gap: DataGap, catalog: Catalog) -> str:
    """One thing that is not known, with what it is about."""
    names = listed([label_of(each, catalog) for each in gap.subjects])
    return _GAPS[gap.topic].format(names=names)


def label_of(identity: str, catalog: Catalog) -> str:
    """The label of an entity, syringes included."""
    model = catalog.table("syringe").get(identity)
    return model.label if model is not None else catalog.label(identity)


def reason_words(reason: Why, catalog: Catalog) -> str:
    """Why a liquid has its place in the order."""
    match reason.topic:
        case "source-says-first":
            return f"before {catalog.label(reason.data['before'])} [{brief(reason.statements)}]"
        case "keeps-maximum":
            return f"rounded so that a maximum of {catalog.label(reason.data['of'])} is kept"
        case "own-syringe":
            return "comes in a syringe of its own: the whole is given from that; marks are for a part of it"
        case "fills-up":
            return f"last: fill up to {reason.data['to']} with it"
        case "only-with":
            return f"only once {catalog.label(reason.data['with'])} is in"
        case "fills-nozzle":
            extra = _percent(reason.data["extra"])
            return f"first, the largest: nozzle and needle add {extra}"
        case _:
            extra = _percent(reason.data["extra"])
            return f"first, though nozzle and needle add {extra}, more than to others"


def step_words(step: Step, catalog: Catalog) -> str:
    """A step of the session."""
    of = listed([catalog.label(each) for each in step.subjects])
    data = step.data
    match step.topic:
        case "ask-again":
            said = f"Ask again, all were denied: {'; '.join(catalog.label(each) for each in step.subjects)}"
        case "test-dose":
            said = f"Test dose of {of} first: {data['what']}"
        case "consent":
            said = f"Inform and get consent in writing: this use of {of} is not the label's"
        case "technique":
            needle = f", needle {data['needle']}" if data.get("needle") else ""
            depth = f"{data['depth']} deep" if data.get("depth") else "as deep as the muscle"
            said = f"{of}: {depth}{needle}"
        case "watch":
            said = f"Watch after {of}: {data['what']}. {data['action']}".rstrip(". ")
        case "tell-laboratory":
            said = f"Tell patient and laboratory, {of} disturbs {data['what']}. {data['action']}".rstrip(". ")
        case _:
            what = "no blood donation" if data["event"] == "blood-donation" else "no conception"
            said = f"After {of}: {what} {data['span']}".rstrip()
    source = brief(step.statements)
    return f"{said} [{source}]" if source else said


def dissolved_words(dissolved: Dissolved, catalog: Catalog) -> str:
    """How a powder is made ready."""
    liquid = listed([catalog.label(each) for each in dissolved.diluents], "or") if dissolved.diluents else ""
    added = f"add {dissolved.added}{f' of {liquid}' if liquid else ''}" if dissolved.added else "dissolve"
    how = f"; {dissolved.how}" if dissolved.how else ""
    return f"{added}, gives {dissolved.volume}{how} [{brief((dissolved.statement,))}]"


def time_words(sheet: Sheet, catalog: Catalog) -> tuple[str, ...]:
    """Every limit of time, the earliest first."""
    return tuple(bound_words(each, catalog) for each in sheet.clock)


def bound_words(bound: TimeBound, catalog: Catalog) -> str:
    """A limit of time, and who says it: as a moment where the start is known."""
    waits = f"by {_clock(bound.at)}" if bound.at else f"within {bound.within}"
    when = "at once" if bound.within.is_zero else waits
    about = f" of {label_of(bound.subject, catalog)}" if bound.kind == "discard-container" else ""
    said = ", ".join(word for word in (bound.source, bound.condition) if word)
    return f"{_SPANS[bound.kind]}{about} {when} ({said})"


def use_by_words(sheet: Sheet) -> str:
    """The one that is printed largest."""
    first = sheet.use_by
    if first is None:
        return "USE BY: nobody says; give at once, discard the rest"
    if first.within.is_zero:
        return f"GIVE AT ONCE ({first.source})"
    if first.at:
        return f"USE BY {_clock(first.at)} ({first.source})"
    return f"USE within {first.within} of the first puncture ({first.source})"


def _readable(key: str, value: str, catalog: Catalog) -> str:
    if key in ("error", "diluted_error", "limit"):
        return _percent(value)
    if key.endswith("_syringe"):
        return label_of(value, catalog)
    return value


def _percent(share: str) -> str:
    from decimal import Decimal

    from mesoplan.report.words.amounts import percent

    return percent(Decimal(share))


def _clock(moment: str) -> str:
    """ "13:10 on 2026-11-26 (+01:00)" of an ISO moment."""
    day, _, rest = moment.partition("T")
    return f"{rest[:5]} on {day} ({rest[5:] or 'UTC'})"
