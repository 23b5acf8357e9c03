"""What differs between the families of shops; the client asks each through the same four names.

A family is one module with `list_method_of` (which method lists a status), `LARGEST_PAGE`, `query`
(the parameters of a page) and `parsed` (its answer as a ListPage). So far: `pop`.
"""
