"""Exports of a campaign's leads as CSV and XLSX files."""
