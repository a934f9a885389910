--: The releases of data that were recorded, and that whoever received one was told what to leave out.
--: case_code  the case; empty for the programme as a whole
--: event  the event's own id
--: kind  the release, or the notice about one
--: title  the release and how many rows it has
--: occurred_from  when it happened, as exactly as it was written down
--: begun_on  the day on which it happened, or the last on which it can have
--: recorded_at  when the store came to know it
--: position  its place in the log
select t.case_code, t.event_id as event, t.kind, t.title, t.occurred_from, t.begun_on, t.recorded_at, t.position
  from query.timeline t
 where t.kind in ('DataReleased', 'ReleaseNoticeGiven')
   and @known(t) and @begun(t) and @shown(t) and @narrowed(t) and not t.quarantined
