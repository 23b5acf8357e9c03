"""The admin's own name, and its way back to the board."""

from django.contrib import admin

admin.site.site_header = "Nerve Centre"
admin.site.site_title = "Nerve Centre"
admin.site.index_title = "Operations"
admin.site.site_url = "/"
