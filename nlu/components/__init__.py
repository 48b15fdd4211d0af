"""Rasa graph components of Concilia's pipeline; config.yml names them by module and class."""
