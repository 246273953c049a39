from .metric import Metric, MonthNote
from .report import Report
from .talking import TalkingEdit

__all__ = ["Metric", "MonthNote", "Report", "TalkingEdit"]
