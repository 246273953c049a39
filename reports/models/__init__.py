from .metric import Metric, MonthNote
from .report import Report

__all__ = ["Metric", "MonthNote", "Report"]
