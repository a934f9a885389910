--: Joint Interpretive Forums as they were called, held and missed, and findings brought back to the cases.
--: case_code  the case; empty for the programme as a whole
--: event  the event's own id
--: kind  called, held, missed or findings fed back
--: title  what it was in one line
--: occurred_from  when it happened, as exactly as it was written down
--: begun_on  the day on which it happened, or the last on which it can have
--: recorded_at  when the store came to know it
--: position  its place in the log
select t.case_code, t.event_id as event, t.kind, t.title, t.occurred_from, t.begun_on, t.recorded_at, t.position
  from query.timeline t
 where t.kind in ('ForumConvened', 'ForumHeld', 'ForumMissed', 'FindingsFedBack')
   and @known(t) and @begun(t) and @shown(t) and @narrowed(t) and not t.quarantined
