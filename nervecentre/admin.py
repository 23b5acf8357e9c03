"""The admin's own name, and its way back to the board."""

from django.contrib import admin

admin.site.site_header = "Nerve Centre"
admin.site.site_title = "Nerve Centre"
admin.site.index_title = "Operations"
admin.site.site_url = "/"
# The pages are few enough to stand in one line above, and tables need the width.
admin.site.enable_nav_sidebar = False
