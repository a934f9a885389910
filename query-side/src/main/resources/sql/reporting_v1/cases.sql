--: The cases of the programme.
--: case_code  the case's short code
--: title  its title
--: country  its country
--: setting  where in health and social care it is
--: vulnerable_group  whether it is about people who need particular protection
--: zone  the time zone in which its days are counted
--: opened  the day it was opened, as it was written down
--: closed  the day it was closed, if it was
select o.case_code, o.title, o.country, o.setting, o.vulnerable_group, o.case_zone as zone,
       o.occurred_from as opened, c.occurred_from as closed
  from (select distinct on (o.case_code) o.* from query.register_case o
         where o.step = 'opened' and @known(o) and @begun(o) and @shown(o)
         order by o.case_code, o.position desc) o
  left join lateral (
       select c.occurred_from from query.register_case c
        where c.case_code = o.case_code and c.step = 'closed' and @known(c) and @begun(c) and c.begun_on >= o.begun_on
        order by c.begun_on desc, c.position desc limit 1) c on true
 where @narrowed(o)
