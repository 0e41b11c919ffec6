"""Templates to HTML. Everything that a template is given is escaped, unless our own renderer made it."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mesoplan.report.page_text import clean


def _shown(text: object) -> object:
    """A value as it may be shown: no control characters, no marks that turn the direction of the text."""
    return clean(text) if isinstance(text, str) and not isinstance(text, Markup) else text


_ENVIRONMENT = Environment(
    loader=PackageLoader("mesoplan.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_shown,
)


def rendered(template: str, **given: Any) -> str:
    """The template with these values."""
    return _ENVIRONMENT.get_template(template).render(**given)


def markup(html: str) -> Markup:
    """HTML that our own renderer made of escaped text; never anything that was typed."""
    return Markup(html)
