--: Measures by their schedules, a row for each case, instrument, role and timepoint at which anybody owes one: what each person's own course made due by then and what became of it. Counts alone, also of people who have withdrawn since.
--: case_code  the case
--: instrument  the instrument
--: role  the role in the case that people had last
--: timepoint  the timepoint of the schedule
--: from_day  the first day on which anybody's was due; empty where nobody's has come
--: until_day  the last day on which anybody's is due
--: status  late, due, not_approved, missed, done, impossible or not_due_yet: the worst of what is owed
--: owed  how many people owe it by their course and their consent: the denominator
--: done  of these, those who answered
--: due  those whose time is running
--: late  those whose time is over
--: missed  those not measured, with a recorded reason
--: impossible  those who left or withdrew before it was done
--: not_approved  those whom no ethics approval allowed to be measured at any time so far
--: not_due_yet  those whose time has not begun
--: not_usable  of those who answered, those whose answers may not be used as of that day
with latest as (
    select distinct on (s.case_code, s.instrument) s.case_code, s.instrument, s.position from query.completeness_schedule s
     where @known(s) and @begun(s) and @shown(s) and @narrowed(s) and @judged(s)
     order by s.case_code, s.instrument, s.begun_on desc, s.position desc
),
course as (
    select c.case_code, c.participant,
           coalesce((array_agg(c.role order by c.begun_on desc, c.position desc) filter (where c.role is not null))[1], '') as role,
           (array_agg(c.site order by c.begun_on desc, c.position desc) filter (where c.site is not null))[1] as site,
           (array_agg((c.occurred_earliest at time zone c.zone)::date order by c.begun_on, c.position)
               filter (where c.step = 'enrolled'))[1] as enrolled_from,
           min(c.begun_on) filter (where c.step = 'enrolled') as enrolled_by,
           (array_agg((c.occurred_earliest at time zone c.zone)::date order by c.begun_on, c.position)
               filter (where c.step = 'discontinued'))[1] as left_from,
           min(c.begun_on) filter (where c.step = 'discontinued') as left_by,
           (array_agg(case when c.step = 'discontinued' then (c.occurred_earliest at time zone c.zone)::date end
               order by c.begun_on desc, c.position desc))[1] as gone
      from query.participant_course c
     where @known(c) and @begun(c) and @narrowed(c)
     group by c.case_code, c.participant
),
allocated as (
    select distinct on (l.case_code, l.participant) l.case_code, l.participant, l.begun_on,
           (l.occurred_earliest at time zone l.zone)::date as first_day
      from query.measure_allocation l
     where @known(l) and @begun(l)
     order by l.case_code, l.participant, l.begun_on, l.position
),
planned as (
    select c.case_code, c.participant, c.role, c.gone, s.instrument, s.timepoint, 'measure' as chapter,
           a.from_day + s.after_days - s.early_days as from_day, a.by_day + s.after_days + s.late_days as until_day
      from latest t
      join query.completeness_schedule s on s.position = t.position
      join course c on c.case_code = t.case_code
      left join allocated l on l.case_code = c.case_code and l.participant = c.participant
      left join lateral (
           select (i.occurred_earliest at time zone i.zone)::date as first_day, i.begun_on from query.completeness_intervention i
            where s.anchor = 'intervention' and i.case_code = c.case_code and (i.site is null or i.site = c.site)
              and @known(i) and @begun(i)
            order by i.begun_on, i.position limit 1) i on true
     cross join lateral (
           select case s.anchor when 'enrolment' then c.enrolled_from when 'allocation' then l.first_day
                                when 'discharge' then c.left_from else i.first_day end as from_day,
                  case s.anchor when 'enrolment' then c.enrolled_by when 'allocation' then l.begun_on
                                when 'discharge' then c.left_by else i.begun_on end as by_day) a
),
found as (
    -- What was answered counts before what was missed, and of that the first.
    select distinct on (f.case_code, f.participant, f.instrument, f.timepoint) f.*
      from (select a.case_code, a.participant, a.instrument, a.timepoint, false as missed, a.occurred_earliest, a.position, k.of_people
              from query.measure_administration a
              join reporting.kind k on k.kind = a.kind
             where @known(a) and @begun(a) and a.participant is not null and a.timepoint is not null
             union all
            select m.case_code, m.participant, m.instrument, m.timepoint, true, m.occurred_earliest, m.position, false
              from query.completeness_missed m
             where @known(m) and @begun(m)) f
     order by f.case_code, f.participant, f.instrument, f.timepoint, f.missed, f.occurred_earliest, f.position
),
became as (
    select p.case_code, p.instrument, p.role, p.timepoint, p.from_day, p.until_day, f.of_people and u.position is null as not_usable,
           case when not f.missed then 'done'
                when f.missed then 'missed'
                when coalesce(s.state, 'not_asked') in ('not_asked', 'requested', 'deferred', 'refused', 'invalidated') then 'not_owed'
                when p.gone is not null and (p.until_day is null or p.gone <= p.until_day) then 'impossible'
                when s.state = 'withdrawn' then 'impossible'
                when p.from_day is null or p.until_day is null or p.from_day > @true_at then 'not_due_yet'
                when not @approved(p) then 'not_approved'
                when p.until_day < @true_at then 'late' else 'due' end as status
      from planned p
      left join found f on f.case_code = p.case_code and f.participant = p.participant and f.instrument = p.instrument
       and f.timepoint = p.timepoint
      left join reporting.material_use u on f.of_people and @use(u, f)
      left join reporting.consent_standing s
        on s.case_code = p.case_code and s.participant = p.participant and s.module = 'measure'
       and s.true_from <= least(p.until_day, @true_at) and s.true_until > least(p.until_day, @true_at)
       and s.known_from <= @known_at and s.known_until > @known_at
)
select b.case_code, b.instrument, b.role, b.timepoint, min(b.from_day) as from_day, max(b.until_day) as until_day,
       case when bool_or(b.status = 'late') then 'late'
            when bool_or(b.status = 'due') then 'due'
            when bool_or(b.status = 'not_approved') then 'not_approved'
            when bool_or(b.status = 'missed') then 'missed'
            when bool_or(b.status = 'done') then 'done'
            when bool_or(b.status = 'impossible') then 'impossible'
            else 'not_due_yet' end as status,
       count(*) filter (where b.status <> 'not_owed') as owed,
       count(*) filter (where b.status = 'done') as done,
       count(*) filter (where b.status = 'due') as due,
       count(*) filter (where b.status = 'late') as late,
       count(*) filter (where b.status = 'missed') as missed,
       count(*) filter (where b.status = 'impossible') as impossible,
       count(*) filter (where b.status = 'not_approved') as not_approved,
       count(*) filter (where b.status = 'not_due_yet') as not_due_yet,
       count(*) filter (where b.not_usable) as not_usable
  from became b
 group by b.case_code, b.instrument, b.role, b.timepoint
having bool_or(b.status <> 'not_owed')
