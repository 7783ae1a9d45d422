"""Lines of rows and headings, beside a list of them."""

from hypothesis import given, strategies as st

from snn_tui.dashboard.drawing.row_lines import HEADING, RowLines


@given(st.integers(1, 12), st.integers(1, 4), st.sets(st.integers(0, 11)))
def test_every_line_is_where_a_list_has_it(rows, height, headings):
    headings = sorted(row for row in headings if row < rows)
    lines = RowLines(rows, height, headings)
    expected = []
    for row in range(rows):
        if row in headings:
            expected.append((row, HEADING))
        expected += [(row, part) for part in range(height)]
    assert lines.total == len(expected)
    assert [lines.at(line) for line in range(lines.total)] == expected
    for row in range(rows):
        assert lines.top(row) == expected.index((row, 0))
        first = (row, HEADING) if row in headings else (row, 0)
        assert lines.top_with_heading(row) == expected.index(first)
