-- The cases of which something could not be applied, or has not been judged again since: see docs/decisions/0023.
select p.case_code from query.parked_case p
 where p.projection in ('timeline', 'participant', 'consent', 'leadership', 'measure', 'register', 'completeness')
 union select h.case_code from reporting.held_back h
