"""DuckDB, window function over the rows in file order."""
import sys

import duckdb

file, window = sys.argv[1], int(sys.argv[2])
result = duckdb.execute(
    f"""
    select count(*), count(*) filter (close > mean and n >= {window})
    from (select close,
                 avg(close) over w as mean,
                 row_number() over () as n
          from read_csv(?)
          window w as (rows between {window - 1} preceding and current row))
    """,
    [file],
).fetchone()
print(*result)
