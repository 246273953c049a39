"""The application's addresses, and the bare view beside them."""

from bench.cases import urlpatterns as bare
from config.urls import handler403, handler404, handler500, urlpatterns as ours

urlpatterns = [*bare, *ours]

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]
