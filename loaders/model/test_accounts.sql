-- needs:
-- test_accounts: staff and store-review accounts; their rows are left out of every figure.
create table test_accounts as
select subject
from users
where is_test
order by subject;
