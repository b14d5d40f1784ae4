"""How long the dates of order lines take."""
import time


def timed(env, lines, field, times, all_known=True):
    """(seconds, queries) that the dates of some lines take, of the best of some times."""
    best, queries = None, 0
    for _time in range(times):
        env.invalidate_all()
        lines.mapped("product_uom_qty")  # who asks has the lines before him
        started, before = time.perf_counter(), env.cr.sql_log_count
        dates = lines.mapped(field)
        took, queries = time.perf_counter() - started, env.cr.sql_log_count - before
        assert all(dates) or not all_known, f"lines without {field}"
        best = min(best or took, took)
    return best, queries
