-- What publishing asks, beside the views themselves. Each question has a name.

--# stand
-- How far all the views have come, and what they are made from.
select b.position, b.known_at, b.today,
       (select string_agg(oid::text, ',' order by oid) from pg_class
         where relnamespace = 'query'::regnamespace and relkind = 'r' and relname !~ '_rebuilt$')
       || ' ' || (select coalesce(string_agg(projection || ':' || case_code, ',' order by 1), '') from query.parked_case where projection !~ '/')
       || ' ' || (select coalesce(string_agg(case_code, ',' order by 1), '') from reporting.held_back)
       || ' ' || (select edition from reporting.setting) as made_from
  from reporting_v1.basis b

--# happened
-- What was recorded or found wrong since, and what was judged again.
select t.position, t.kind, t.participants, t.case_code from query.timeline t where t.position > :after and t.position <= :upTo
 union all
select t.position, t.kind, t.participants, t.case_code from query.timeline t where t.superseded_at >= :since and t.position <= :upTo
 union all
select t.position, t.kind, t.participants, t.case_code from query.timeline t where t.position = any(cast(:touched as bigint[]))

--# cases_of
-- Where people take part, whenever that was.
select distinct case_code from query.participant_course where participant = any(cast(:people as text[]))

--# concerning
-- Everything about people.
select t.position from query.timeline t where t.participants && cast(:people as text[])

--# because
-- Why rows that were told of before show no more.
update reporting.published p
   set because = coalesce(
       (select case when t.participants && array(select unnest(e.participants) from query.timeline e where e.kind = 'PersonErased')
                    then 'erased'
                    when t.superseded_at is not null
                    then case when (select c.kind from query.timeline c where c.event_id = t.superseded_by) = 'EnteredInError'
                              then 'entered_in_error' else 'corrected' end
                    else (select nullif(u.use, 'usable') from reporting.material_use u
                           where u.position = t.position and u.true_from <= p.as_of and u.true_until > p.as_of
                             and u.known_from <= p.known_at and u.known_until > p.known_at) end
          from query.timeline t where t.position = p.position),
       case when p.participant = any(array(select unnest(e.participants) from query.timeline e where e.kind = 'PersonErased'))
            then 'erased' end,
       case when exists (select from reporting.held_back) or exists (select from query.parked_case where projection !~ '/')
            then 'held_back' end,
       'changed')
 where p.view = :view and p.digest is null and p.change > :change
