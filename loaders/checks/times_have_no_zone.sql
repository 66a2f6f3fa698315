-- level: fail
-- Snapshots keep UTC without a zone: a time with one would be cut into days by whoever reads it.
select table_name, column_name
from duckdb_columns()
where data_type = 'TIMESTAMP WITH TIME ZONE'
    and not internal
