-- Whatever changes an approval or a role bears on the actions of a case that were not over before.
create index on query.consent_fact (case_code, occurred_latest) where matters = 'action';
