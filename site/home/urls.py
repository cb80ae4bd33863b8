"""Addresses that belong to no slice."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
