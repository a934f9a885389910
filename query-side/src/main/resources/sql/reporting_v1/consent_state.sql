--: Where each person stands with each consent module. No row: not asked.
--: case_code  the case
--: participant  the person's code
--: module  the consent module
--: state  requested, deferred, given, reaffirmed, reconsent_due, suspended, refused, withdrawn, expired or invalidated
--: permits  whether anything may be collected on it
--: cause  why consent that was given does not hold
--: withdrawal  the kind of withdrawal, where it was withdrawn
--: since  from when it is so
--: decision  the event that made it so
--: stands_until  the first day on which, as far as is known, something else will stand; empty where none is known
select s.case_code, s.participant, s.module, s.state, s.state in ('given', 'reaffirmed') as permits,
       s.cause, s.withdrawal, s.since, s.decision, nullif(s.true_until, 'infinity') as stands_until
  from reporting.consent_standing s
 where s.true_from <= @true_at and s.true_until > @true_at and s.known_from <= @known_at and s.known_until > @known_at
   and @shown(s) and @narrowed(s) and s.participant <> all (@erased)
