--: What every view rests on: how far the store has read its log, and which day it is there. One row.
--: position  how far the log has been read by everything that these views show
--: known_at  the moment of recording up to which everything is known here; a later known_at is answered as of this
--: today  the day it is at the store, which is the day the views are about
--: edition  the version of this schema
--: demonstration  whether everything in the store is invented
with standing as (
    select projection, position, coalesce(recorded_at, '-infinity') as recorded_at
      from query.checkpoint
     where projection in ('timeline', 'participant', 'consent', 'leadership', 'measure', 'register', 'completeness')
     union all
    select what, position, coalesce(recorded_at, '-infinity') from reporting.progress where what = 'use'
),
reached as (
    select position, recorded_at from standing
     where (select count(distinct projection) from standing) = 8
     order by position, recorded_at limit 1
)
select coalesce(r.position, 0) as position,
       coalesce(r.recorded_at, '-infinity') as known_at,
       (now() at time zone s.zone)::date as today,
       'reporting_v1'::text as edition,
       (select kind = 'demonstration' from ledger.store) as demonstration
  from reporting.setting s left join reached r on true
