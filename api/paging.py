"""Cursor paging: the next page begins after the last row seen, whatever was added meanwhile, at a constant price."""

from rest_framework.pagination import CursorPagination


class KeyCursorPagination(CursorPagination):
    ordering = "-id"
    page_size_query_param = "page_size"
    max_page_size = 200
