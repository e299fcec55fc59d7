from lib.report.markdown import pipe_table


def test_columns_are_aligned_and_numbers_are_on_the_right():
    assert pipe_table(["name", "n"], [["a|b", "1"], ["c\nd", "1000"]]) == (
        "| name |    n |\n| ---- | ---: |\n| a\\|b |    1 |\n| c d  | 1000 |"
    )


def test_a_table_without_rows_is_still_a_table():
    assert pipe_table(["a", "b"], []) == "| a   |   b |\n| --- | --: |"
