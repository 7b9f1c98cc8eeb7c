"""The pages of the interfaces for people: in both languages, as all pages."""

from django.urls import path

from teikei.api.documentation import documentation

app_name = "api_pages"

urlpatterns = [path("", documentation, name="documentation")]
