-- level: fail
select 'users' as dataset from users where subject is null
union all
select 'consent_events' from consent_events where subject is null
union all
select 'access_log' from access_log where actor is null
