"""A stand-in BigCommerce: shops that can be read over HTTP, and by nothing but GET."""
