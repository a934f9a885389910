--: Leadership interviews, a row for each case and programme year: what was owed by then and what became of it. Counts alone, also of leaders who have withdrawn since.
--: case_code  the case
--: programme_year  the year of the programme, from 1
--: from_day  its first day
--: until_day  its last day
--: status  not_owed, not_due_yet, due, late, missed, impossible or done: the worst of what the case owes in that year
--: key_leaders  how many led the case at some time in the part of the year that had passed: the denominator
--: due  of these, those still to be interviewed
--: done  those interviewed
--: missed  those not interviewed, with a recorded reason
with programme as (
    select p.begins, p.ends from query.leadership_programme p where @known(p) order by p.position desc limit 1
),
year as (
    select n as programme_year,
           (begins + make_interval(years => n - 1))::date as from_day,
           least((begins + make_interval(years => n))::date - 1, ends) as until_day
      from programme, generate_series(1, 200) as n
     where (begins + make_interval(years => n - 1))::date <= ends
),
opened as (
    select distinct on (o.case_code) o.case_code, o.begun_on, o.position from query.leadership_case o
     where o.step = 'opened' and @known(o) and @begun(o)
     order by o.case_code, o.begun_on desc, o.position desc
),
open_case as (
    select c.case_code, coalesce(o.begun_on, '-infinity') as opened,
           -- What closed it before it was opened the last time counts no more, nor does being told again that it was closed.
           min(c.begun_on) filter (where c.step = 'closed' and (o.position is null or (c.begun_on, c.position) > (o.begun_on, o.position))) as closed
      from query.leadership_case c left join opened o using (case_code)
     where @known(c) and @begun(c) and @shown(c) and @narrowed(c)
     group by c.case_code, o.begun_on
),
step as (
    select c.case_code, c.participant, c.role, c.begun_on, c.position,
           lead(c.begun_on, 1, 'infinity') over (partition by c.case_code, c.participant order by c.begun_on, c.position) as until
      from query.leadership_course c
     where @known(c) and @begun(c)
),
leader as (
    select o.case_code, y.programme_year, y.until_day, s.participant,
           -- Nobody who had left by then can be interviewed any more.
           (array_agg(l.role is null order by l.begun_on desc, l.position desc))[1] as gone
      from open_case o
     cross join year y
      join step s on s.case_code = o.case_code and s.role = 'key-leader'
       and s.begun_on <= least(y.until_day, @true_at) and s.until >= y.from_day
      join step l on l.case_code = o.case_code and l.participant = s.participant and l.begun_on <= least(y.until_day, @true_at)
     where y.from_day <= @true_at
     group by o.case_code, y.programme_year, y.until_day, s.participant
),
became as (
    select r.case_code, r.programme_year,
           case when i.held then 'done' when i.held is false then 'missed' when r.gone then 'impossible'
                when r.until_day < @true_at then 'late' else 'due' end as status
      from leader r
      left join lateral (
           select bool_or(i.held) as held from query.leadership_interview i
            where i.case_code = r.case_code and i.leader = r.participant and i.programme_year = r.programme_year
              and @known(i) and @begun(i)) i on true
)
select o.case_code, y.programme_year, y.from_day, y.until_day,
       case when y.from_day > @true_at then 'not_due_yet'
            when o.opened > y.until_day or o.closed < y.from_day then 'not_owed'
            when count(b.status) = 0 then case when y.until_day < @true_at then 'late' else 'due' end
            when bool_or(b.status = 'late') then 'late'
            when bool_or(b.status = 'due') then 'due'
            when bool_or(b.status = 'missed') then 'missed'
            when bool_or(b.status = 'done') then 'done'
            else 'impossible' end as status,
       count(b.status) as key_leaders,
       count(*) filter (where b.status in ('due', 'late')) as due,
       count(*) filter (where b.status = 'done') as done,
       count(*) filter (where b.status = 'missed') as missed
  from open_case o
 cross join year y
  left join became b on b.case_code = o.case_code and b.programme_year = y.programme_year
 group by o.case_code, o.opened, o.closed, y.programme_year, y.from_day, y.until_day
