"""What the pages across apps show, ready to draw."""

from overview.pages.banner import Banner, case_banner
from overview.pages.case import CasePage, case_page, timeline_page
from overview.pages.day import DayPage, day_page
from overview.pages.log import LogRow, log_rows
from overview.pages.rows import CaseRow, case_rows
from overview.pages.tasks import TaskRow, task_rows

__all__ = [
    "Banner",
    "CasePage",
    "CaseRow",
    "DayPage",
    "LogRow",
    "TaskRow",
    "case_banner",
    "case_page",
    "case_rows",
    "day_page",
    "log_rows",
    "task_rows",
    "timeline_page",
]
