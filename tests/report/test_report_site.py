"""The docs site has a page for every ingredient, goal and rule, and every link leads somewhere."""

import re

from mesoplan.catalog.catalog import Catalog
from mesoplan.report.site import site_pages
from mesoplan.rules.registry import RULES


def test_the_site_is_whole(catalog: Catalog) -> None:
    pages = dict(site_pages(catalog, RULES))
    for identity in catalog.table("ingredient"):
        assert f"ingredient/{identity}.html" in pages
    for identity in catalog.table("goal"):
        assert f"goal/{identity}.html" in pages
    for rule in RULES:
        assert rule.name in pages[f"rule/{rule.code}.html"]
    links = re.findall(r'href="([^"]+)"', pages["index.html"])
    assert set(links) == set(pages) - {"index.html"}


def test_an_ingredient_page_shows_its_sources(catalog: Catalog) -> None:
    pages = dict(site_pages(catalog, RULES))
    page = pages["ingredient/dutasteride.html"]
    assert "moftah-2013-dutasteride-fphl" in page
    assert "avodart-label-us" in page
    assert "<script src" not in page
    assert "@import" not in page
