"""The docs site has a page for every ingredient, goal and rule, and every link leads somewhere."""

import re
from html import unescape
from posixpath import normpath

import pytest

from mesoplan.catalog.catalog import Catalog
from mesoplan.report.site import site_pages
from mesoplan.rules.registry import RULES


@pytest.fixture(scope="module")
def pages(catalog: Catalog) -> dict[str, str]:
    """Every page of the site."""
    return dict(site_pages(catalog, RULES))


def test_the_site_is_whole(catalog: Catalog, pages: dict[str, str]) -> None:
    for identity in catalog.table("ingredient"):
        assert f"ingredient/{identity}.html" in pages
    for identity in catalog.table("goal"):
        assert f"goal/{identity}.html" in pages
    for rule in RULES:
        assert rule.name in pages[f"rule/{rule.code}.html"]
    links = re.findall(r'href="([^"]+)"', pages["index.html"])
    assert set(links) == set(pages) - {"index.html"}


def test_every_link_leads_to_a_page(pages: dict[str, str]) -> None:
    for path, page in list(pages.items())[1::7]:
        for link in re.findall(r'href="([^"#]+)"', page):
            if not link.startswith("http"):
                assert normpath(f"{path.partition('/')[0]}/{unescape(link)}") in pages, (path, link)


def test_sources_and_pairs_have_pages_and_are_led_to(catalog: Catalog, pages: dict[str, str]) -> None:
    for kind in ("source", "interaction", "regimen", "product", "zone"):
        for identity in catalog.table(kind):
            assert f"{kind}/{identity}.html" in pages
    assert 'href="../source/avodart-label-us.html"' in pages["ingredient/dutasteride.html"]


def test_the_index_can_be_searched_without_asking_anybody(pages: dict[str, str]) -> None:
    assert 'type="search"' in pages["index.html"] and 'data-id="dutasteride"' in pages["index.html"]
    assert "fetch(" not in pages["index.html"]


def test_an_ingredient_page_shows_its_sources(pages: dict[str, str]) -> None:
    page = pages["ingredient/dutasteride.html"]
    assert "moftah-2013-dutasteride-fphl" in page
    assert "avodart-label-us" in page
    assert "<script src" not in page
    assert "@import" not in page
