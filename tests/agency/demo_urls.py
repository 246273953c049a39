"""All addresses, with those of the demo, whatever the settings were when Django started."""

from django.urls import include, path

from config import urls

urlpatterns = [path("demo/", include("agency.urls.demo")), *urls.urlpatterns]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
