"""Where things stand on our pages, and how one comes there."""

from playwright.sync_api import Page, expect

# The board's cell of a single store's Total Listings.
TOTAL = "[data-card='Total Listings']"


def open_whole(page: Page, address: str) -> None:
    """Open a page and wait for its last script, which runs after a browser calls it loaded."""
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-painted", "")
