"""Inquo: where, what and when a published strike video shows, with a stated error."""

from inquo.errors import InquoError

__all__ = ["InquoError", "__version__"]

__version__ = "0.1.0"
