"""Charts drawn by the server: values in, a page out. No library, no script needed.

``step_chart(course)`` gives a ``Chart`` for ``components/step_chart.html``.
"""

from ui.charts.course import Contact, Course, Dose, Hold, Symptom
from ui.charts.drawing import Chart, step_chart

__all__ = ["Chart", "Contact", "Course", "Dose", "Hold", "Symptom", "step_chart"]
