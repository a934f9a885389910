--: What people answered, a row for each item. Words that somebody wrote are never shown, only that there are some.
--: case_code  the case
--: participant  the code of whoever answered; empty where nobody's name is on it
--: session  the session at which it was handed out, where nobody's name is on it
--: arm  what the participant was allocated to by then
--: instrument  the instrument
--: version  its version
--: timepoint  the timepoint of the schedule
--: occurred_from  when it was answered, as exactly as it was written down
--: zone  the time zone of that
--: begun_on  the day on which it was answered, or the last on which it can have been
--: item  the item
--: number  the answer, where it is a number
--: missing  the code that says why there is no answer
--: in_words  whether it was answered in words
--: event  the event in which it was recorded
--: ordinal  the item's place among the answers of that event, from 0
--: recorded_at  when the store came to know it
--: usable_until  the first day on which, as far as is known, it may no longer be used; empty where none is known
--: position  the event's place in the log
select a.case_code, a.participant, a.session, l.arm, a.instrument, a.version, a.timepoint,
       a.occurred_from, a.zone, a.begun_on,
       i.item, i.number, i.missing, i.answer is not null as in_words, a.event_id as event, i.ordinal,
       a.recorded_at, nullif(u.true_until, 'infinity') as usable_until, a.position
  from query.measure_administration a
  join reporting.kind k on k.kind = a.kind
  join query.measure_item i on i.position = a.position
  left join reporting.material_use u on k.of_people and @use(u, a)
  left join lateral (
       select l.arm from query.measure_allocation l
        where l.participant = a.participant and @known(l) and @begun(l)
        order by l.begun_on desc, l.position desc limit 1) l on true
 where @known(a) and @begun(a) and @shown(a) and @narrowed(a)
   and not a.quarantined and (a.participant is null or a.participant <> all (@erased))
   and (not k.of_people or u.position is not null and @now_too(a))
