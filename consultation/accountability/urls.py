"""Addresses of the account of a version."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
