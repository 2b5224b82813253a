"""DuckDB, a window function over the rows of each symbol in file order."""
import sys

import duckdb

file, window = sys.argv[1], int(sys.argv[2])
result = duckdb.execute(
    f"""
    select count(*), count(*) filter (close > mean and n >= {window})
    from (select close,
                 avg(close) over w as mean,
                 count(*) over w as n
          from (select symbol, close, row_number() over () as row from read_csv(?))
          window w as (partition by symbol order by row rows between {window - 1} preceding and current row))
    """,
    [file],
).fetchone()
print(*result)
