"""Printed forms as files: workbooks, PDF, pictures. Only here are file formats known."""
