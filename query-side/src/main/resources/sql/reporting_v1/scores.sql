--: The scores of what people answered: the sum over its items, or why there is none. Nothing is filled in for an item that is missing.
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
--: score  the score, as the version of the instrument defines it
--: value  the sum
--: absent  why there is no sum
--: event  the event in which the answers were recorded
--: recorded_at  when the store came to know them
--: usable_until  the first day on which, as far as is known, they may no longer be used; empty where none is known
--: position  the event's place in the log
select a.case_code, a.participant, a.session, l.arm, a.instrument, a.version, a.timepoint,
       a.occurred_from, a.zone, a.begun_on,
       s.score, case when r.absent is null then r.value end as value, r.absent, a.event_id as event,
       a.recorded_at, nullif(u.true_until, 'infinity') as usable_until, a.position
  from query.measure_administration a
  join reporting.kind k on k.kind = a.kind
  join lateral (
       select distinct on (s.score) s.score, s.items from query.measure_score s
        where s.instrument = a.instrument and s.version = a.version and @known(s)
        order by s.score, s.position desc, s.ordinal desc) s on true
  cross join lateral (
       select coalesce(sum(given.number), 0) as value,
              string_agg(distinct (case when given.position is null then wanted.item || ' was not answered'
                                        when given.missing is not null then wanted.item || ' is missing: ' || given.missing
                                        when given.number is null then wanted.item || ' is not a number' end) collate "C", '; '
                         order by (case when given.position is null then wanted.item || ' was not answered'
                                        when given.missing is not null then wanted.item || ' is missing: ' || given.missing
                                        when given.number is null then wanted.item || ' is not a number' end) collate "C") as absent
         from unnest(s.items) as wanted (item)
         left join lateral (
              select i.position, i.number, i.missing from query.measure_item i
               where i.position = a.position and i.item = wanted.item order by i.ordinal desc limit 1) given on true) r
  left join reporting.material_use u on k.of_people and @use(u, a)
  left join lateral (
       select l.arm from query.measure_allocation l
        where l.participant = a.participant and @known(l) and @begun(l)
        order by l.begun_on desc, l.position desc limit 1) l on true
 where @known(a) and @begun(a) and @shown(a) and @narrowed(a)
   and not a.quarantined and (a.participant is null or a.participant <> all (@erased))
   and (not k.of_people or u.position is not null and @now_too(a))
