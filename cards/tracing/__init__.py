"""Why a number moved, and what the listings behind it share: named only beyond chance."""
