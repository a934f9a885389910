--: What the wards of a case owe, a row for each site with an arm, before and after the intervention, and kind of data: what stands in it and what became of it. Counts alone, also of what may not be used.
--: case_code  the case
--: site  the site
--: arm  its arm
--: phase  pre or post: until the intervention was brought into use anywhere in the case, and from then on
--: kind  qualitative or quantitative for structured observations, self-report for what people of the ward answered, register for extracts
--: from_day  the first day of the phase; empty where it has not come
--: until_day  its last day; empty where it is not known
--: status  not_due_yet, due, late, missed, not_approved or done
--: on_record  how many records stand in it
--: not_usable  of these, those that may not be used as of that day
--: first_record  the day of the first of them
--: last_record  the day of the last of them
with opened as (
    select distinct on (o.case_code) o.case_code, o.begun_on, (o.occurred_earliest at time zone o.zone)::date as first_day
      from query.register_case o
     where o.step = 'opened' and @known(o) and @begun(o) and @shown(o)
     order by o.case_code, o.position desc
),
open_case as (
    select o.case_code, o.first_day as opened,
           coalesce(
               (select c.begun_on from query.register_case c
                 where c.case_code = o.case_code and c.step = 'closed' and @known(c) and @begun(c) and c.begun_on >= o.begun_on
                 order by c.begun_on desc, c.position desc limit 1),
               (select p.ends from query.leadership_programme p where @known(p) order by p.position desc limit 1)) as ends,
           i.first_day as introduced_from, i.begun_on as introduced_by
      from opened o
      left join lateral (
           select (i.occurred_earliest at time zone i.zone)::date as first_day, i.begun_on from query.completeness_intervention i
            where i.case_code = o.case_code and @known(i) and @begun(i)
            order by i.begun_on, i.position limit 1) i on true
     where @narrowed(o) and @judged(o)
),
site as (
    select distinct on (s.case_code, s.site) s.case_code, s.site, s.arm from query.register_site s
     where @known(s) and @begun(s)
     order by s.case_code, s.site, s.position desc
),
lives as (
    select c.case_code, c.participant,
           (array_agg(c.site order by c.begun_on desc, c.position desc) filter (where c.site is not null))[1] as site
      from query.participant_course c
     where @known(c) and @begun(c) and c.case_code in (select case_code from site where arm is not null)
     group by c.case_code, c.participant
),
record as (
    select w.case_code, w.site, w.phase, w.kind, w.begun_on, w.position, w.quarantined from query.completeness_ward w
     where @known(w) and @begun(w) and w.reason is null
     union all
    select a.case_code, l.site,
           case when a.begun_on < o.introduced_from or o.introduced_from is null then 'pre'
                when (a.occurred_earliest at time zone a.zone)::date >= o.introduced_by then 'post' end,
           'self-report', a.begun_on, a.position, a.quarantined
      from query.measure_administration a
      join open_case o on o.case_code = a.case_code
      join lives l on l.case_code = a.case_code and l.participant = a.participant
     where @known(a) and @begun(a)
),
found as (
    select r.case_code, r.site, r.phase, r.kind, count(*) as on_record, min(r.begun_on) as first_record, max(r.begun_on) as last_record,
           count(*) filter (where r.quarantined or k.of_people and t.participants <> '{}' and u.position is null) as not_usable
      from record r
      join query.timeline t on t.position = r.position
      join reporting.kind k on k.kind = t.kind
      left join reporting.material_use u on k.of_people and @use(u, r)
     group by r.case_code, r.site, r.phase, r.kind
),
owed as (
    select o.case_code, s.site, s.arm, p.phase, k.kind, k.chapter,
           case p.phase when 'pre' then o.opened else o.introduced_from end as from_day,
           case when p.phase = 'pre' then o.introduced_by - 1 when o.introduced_by is not null then o.ends end as until_day
      from open_case o
      join site s on s.case_code = o.case_code and s.arm is not null
     cross join (values ('pre'), ('post')) as p (phase)
     cross join (values ('qualitative', 'observation'), ('quantitative', 'observation'), ('self-report', 'measure'), ('register', 'material'))
             as k (kind, chapter)
)
select o.case_code, o.site, o.arm, o.phase, o.kind, o.from_day, o.until_day,
       case when f.on_record > 0 then 'done'
            when exists (select from query.completeness_ward w
                          where w.case_code = o.case_code and w.site = o.site and w.phase = o.phase and w.kind = o.kind
                            and w.reason is not null and @known(w) and @begun(w)) then 'missed'
            when o.from_day is null or o.from_day > @true_at then 'not_due_yet'
            when not @approved(o) then 'not_approved'
            when o.until_day < @true_at then 'late' else 'due' end as status,
       coalesce(f.on_record, 0) as on_record, coalesce(f.not_usable, 0) as not_usable, f.first_record, f.last_record
  from owed o
  left join found f on f.case_code = o.case_code and f.site = o.site and f.phase = o.phase and f.kind = o.kind
