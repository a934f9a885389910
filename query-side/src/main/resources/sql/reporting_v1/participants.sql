--: Who takes part in which case, by code: the last step of each person's course.
--: case_code  the case
--: participant  the person's code
--: enrolled  false once the person has left; role and site are then the last ones
--: role  the role in the case
--: level  micro, meso or macro
--: site  the site at which the person was enrolled
--: left_because  why the person left
--: since  the day on which the last step had certainly begun
select c.case_code, c.participant,
       (array_agg(c.step order by c.begun_on desc, c.position desc))[1] <> 'discontinued' as enrolled,
       (array_agg(c.role order by c.begun_on desc, c.position desc) filter (where c.role is not null))[1] as role,
       (array_agg(c.level order by c.begun_on desc, c.position desc) filter (where c.role is not null))[1] as level,
       (array_agg(c.site order by c.begun_on desc, c.position desc) filter (where c.step = 'enrolled'))[1] as site,
       (array_agg(c.reason order by c.begun_on desc, c.position desc))[1] as left_because,
       max(c.begun_on) as since
  from query.participant_course c
 where @known(c) and @begun(c) and @shown(c) and @narrowed(c)
   and not c.quarantined and c.participant <> all (@erased)
 group by c.case_code, c.participant
