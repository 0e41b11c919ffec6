"""Which file of a catalog folder holds what. One entity a file, the file's name is its id."""

from mesoplan.model.care import Care
from mesoplan.model.cite import Reviewer, Source
from mesoplan.model.device import NeedleModel, SyringeModel, ToleranceClass
from mesoplan.model.evidence import Evidence
from mesoplan.model.ingredient import Ingredient
from mesoplan.model.interaction import InteractionFile
from mesoplan.model.place import Technique, Zone
from mesoplan.model.policy import Policy
from mesoplan.model.product import Product
from mesoplan.model.regimen import Regimen
from mesoplan.model.regulation import Jurisdiction
from mesoplan.model.taxonomy import Fact, Goal, IngredientClass, Mechanism
from mesoplan.model.waiver import Waiver
from mesoplan.model.word import Word
from mesoplan.record import NamedTuple


class Shelf(NamedTuple):
    """A kind of entity and where it lives.

    ``folder`` shelves hold one entity a file; ``table`` shelves hold all in one file, each under
    ``[[table]]``. A shelf with both holds what needs a page of its own in the folder, the rest in the table.
    """

    kind: str
    record: type
    folder: str = ""
    table_file: str = ""
    table: str = ""


SHELVES: tuple[Shelf, ...] = (
    Shelf("source", Source, folder="sources"),
    Shelf("class", IngredientClass, table_file="classes.toml", table="class"),
    Shelf("mechanism", Mechanism, table_file="mechanisms.toml", table="mechanism"),
    Shelf("fact", Fact, table_file="facts.toml", table="fact"),
    Shelf("goal", Goal, folder="goals"),
    Shelf("zone", Zone, table_file="zones.toml", table="zone"),
    Shelf("technique", Technique, table_file="techniques.toml", table="technique"),
    Shelf("ingredient", Ingredient, folder="ingredients"),
    Shelf("product", Product, folder="products"),
    Shelf("interaction", InteractionFile, folder="interactions"),
    Shelf("regimen", Regimen, folder="regimens"),
    Shelf("evidence", Evidence, folder="evidence"),
    Shelf("jurisdiction", Jurisdiction, folder="jurisdictions", table_file="countries.toml", table="country"),
    Shelf("policy", Policy, folder="policies"),
    Shelf("tolerance", ToleranceClass, table_file="tolerances.toml", table="tolerance"),
    Shelf("syringe", SyringeModel, table_file="syringes.toml", table="syringe"),
    Shelf("needle", NeedleModel, table_file="needles.toml", table="needle"),
    Shelf("care", Care, table_file="care.toml", table="care"),
    Shelf("word", Word, table_file="names.toml", table="name"),
    Shelf("reviewer", Reviewer, table_file="reviewers.toml", table="reviewer"),
    Shelf("waiver", Waiver, table_file="waivers.toml", table="waiver"),
)

HEAD_FILE = "catalog.toml"
SCHEMA_VERSION = 1
LEDGER_FILE = "statements.ledger"

SHELF_FOLDERS: frozenset[str] = frozenset(shelf.folder for shelf in SHELVES if shelf.folder)

BY_KIND: dict[str, Shelf] = {shelf.kind: shelf for shelf in SHELVES}


def is_id(text: str) -> bool:
    """True for lower-case letters, digits and single hyphens; ``--`` joins members of a set."""
    parts = text.split("-")
    joined = "".join(parts)
    return (
        bool(joined)
        and joined.isascii()
        and joined.isalnum()
        and joined == joined.lower()
        and bool(parts[0])
        and bool(parts[-1])
        and "---" not in text
    )
