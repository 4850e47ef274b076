"""Charts drawn by the server: values in, a page out. No library, no script needed.

``step_chart(course)`` draws one medicine, ``stacked_chart(courses)`` those of one plan
under each other, ``compare_chart(a, b)`` two plans in one. Each gives a ``Chart`` for
``components/step_chart.html``.
"""

from ui.charts.comparing import Curve, compare_chart
from ui.charts.course import Contact, Course, Dose, Hold, Model, Symptom
from ui.charts.drawing import Chart, Span, span_of, stacked_chart, step_chart

__all__ = [
    "Chart",
    "Contact",
    "Course",
    "Curve",
    "Dose",
    "Hold",
    "Model",
    "Span",
    "Symptom",
    "compare_chart",
    "span_of",
    "stacked_chart",
    "step_chart",
]
