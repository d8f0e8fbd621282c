"""Reports of sales, the daily summary's settings, and files for the accountant."""

from aiogram import Router

from handlers.staff.reports import export, sales, summary


def router() -> Router:
    """Everything about reports."""
    reports = Router(name="reports")
    reports.include_routers(sales.router(), summary.router(), export.router())
    return reports
