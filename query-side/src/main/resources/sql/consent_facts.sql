-- What judging reads of the facts of consent. Each question has a name.

--# hold
lock table query.consent_fact, query.timeline in access share mode

--# reached
-- How far both the facts of consent and the timeline have been read, and what the facts of consent are made from.
select least_read.position, least_read.recorded_at,
       to_regclass('query.consent_fact')::oid::text as made_from,
       array(select case_code from query.parked_case where projection = 'consent' order by case_code) as parked
  from (select position, recorded_at from query.checkpoint
         where projection in ('consent', 'timeline') order by position limit 1) least_read
 where (select count(distinct projection) from query.checkpoint where projection in ('consent', 'timeline')) = 2

--# learned
-- The facts of consent that became known, or were found wrong, since.
select distinct position, matters, case_code, participant from (
    select position, matters, case_code, participant from query.consent_fact
     where position > :after and position <= :upTo
     union all
    select position, matters, case_code, participant from query.consent_fact
     where superseded_at >= :since and superseded_at <= :until and position <= :upTo) fact

--# facts_of_people
-- What is known of people that matters for consent in a case, each with when it became known and when it was found wrong.
select position, event_id, case_code, participant, recorded_at, superseded_at from query.consent_fact
 where participant = any(cast(:people as text[])) and position <= :upTo
   and (matters = 'birth' or matters = 'person' and case_code = :case)
 order by position

--# facts_of_setting
-- What binds everybody in a case: of the programme, and of the case itself.
select position, event_id, case_code, participant, recorded_at, superseded_at from query.consent_fact
 where position <= :upTo and (matters = 'programme' or matters = 'case_study' and case_code = :case)
 order by position

--# actions
-- Whom actions took something from.
select position, event_id, case_code, participant, recorded_at, superseded_at from query.consent_fact
 where position = any(cast(:positions as bigint[])) and matters = 'action'
 order by position, participant

--# cases
select distinct case_code from query.consent_fact where case_code is not null and position <= :upTo order by case_code

--# people_of_case
select distinct participant from query.consent_fact
 where case_code = :case and matters = 'person' and position <= :upTo order by participant

--# actions_from
-- The actions of a case that were not over by an instant.
select distinct position from query.consent_fact
 where case_code = :case and matters = 'action' and occurred_latest >= :from and position <= :upTo order by position

--# cases_of_people
-- In which cases anything is known of people.
select distinct case_code, participant from query.consent_fact
 where participant = any(cast(:people as text[])) and case_code is not null and matters in ('person', 'action')

--# actions_of_people
-- What was taken from people in a case.
select distinct position from query.consent_fact
 where participant = any(cast(:people as text[])) and matters = 'action' and case_code = :case and position <= :upTo
