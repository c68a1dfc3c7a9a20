"""Signing in and out, the second factor, and who gets an account. By invitation only; django-allauth underneath."""
