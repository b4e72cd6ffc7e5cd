"""Dossiers and other reports: sections of rows, written as HTML, PDF, Markdown or workbooks."""
