"""The Django project: settings, the URL map, Celery and what runs them. Importing this package imports no Django."""
