--: What happened, event by event, as far as it may be used. Where it took something from people, it shows only while that may be used for every one of them.
--: case_code  the case; empty for the programme as a whole
--: event  the event's own id
--: kind  the kind of event
--: chapter  the chapter of fieldwork it belongs to
--: title  what happened in one line: codes, kinds and numbers
--: occurred_from  when it happened, as exactly as it was written down: 2021, 2021-03, 2021-03-04 or 2021-03-04T10:15
--: occurred_until  when it ended, where that was written down
--: zone  the time zone of these times
--: precision  how exactly they are known
--: begun_on  the day on which it began, or the last on which it can have begun
--: participants  the codes of everybody it concerns
--: performed_by  who of the team did it
--: objectives  the programme's objectives it serves
--: levels  the levels of those who took part
--: mode  in person, by telephone and so on
--: corrects  the event that this one replaces or declares an error
--: recorded_at  when the store came to know it
--: days_late  whole days from its last day to the day it was recorded
--: usable_until  the first day on which, as far as is known, it may no longer be used; empty where none is known
--: position  its place in the log
select t.case_code, t.event_id as event, t.kind, t.chapter, t.title,
       t.occurred_from, t.occurred_until, t.zone, t.precision, t.begun_on,
       t.participants, t.performed_by, t.objectives, t.levels, t.mode, t.corrects,
       t.recorded_at, @days_late(t) as days_late, nullif(u.true_until, 'infinity') as usable_until, t.position
  from query.timeline t
  join reporting.kind k on k.kind = t.kind
  left join reporting.material_use u on k.of_people and t.participants <> '{}' and @use(u, t)
 where @known(t) and @begun(t) and @shown(t) and @narrowed(t)
   and not t.quarantined and not t.participants && @erased
   and (not k.of_people or t.participants = '{}' or u.position is not null and @now_too(t))
