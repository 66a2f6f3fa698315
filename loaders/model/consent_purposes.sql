-- needs:
-- consent_purposes: what can be consented to, in the order of the policy. Policy 3.3 names three channels.
create table consent_purposes as
select position, purpose, purpose in ('3.3.email', '3.3.sms', '3.3.phone') as is_channel
from (
    values
        (1, 'policy'),
        (2, '3.3.email'),
        (3, '3.3.sms'),
        (4, '3.3.phone'),
        (5, '5.3'),
        (6, '5.7'),
        (7, '5.8')
) as listed (position, purpose);

-- consent_states: the states that the people of a population fall into, per purpose; only the policy has versions.
create table consent_states as
select
    consent_purposes.position as purpose_position,
    consent_purposes.purpose,
    listed.position as state_position,
    listed.state,
from consent_purposes
cross join (
    values
        (1, 'explicit'),
        (2, 'implied'),
        (3, 'outdated'),
        (4, 'refused'),
        (5, 'withdrawn'),
        (6, 'pending')
) as listed (position, state)
where listed.state <> 'outdated'
   or consent_purposes.purpose = 'policy';

-- purpose_scopes: the scope whose answers govern a purpose of processing. An access event under 3.3 names no channel.
create table purpose_scopes as
select
    purpose,
    case when consent_scope = '3.3.<channel>' then '3.3' else consent_scope end as scope,
from purposes;
