"""Where things stand on our pages."""

# The board's cell of a single store's Total Listings.
TOTAL = "[data-card='Total Listings']"
