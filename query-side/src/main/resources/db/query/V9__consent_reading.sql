-- Which events matter to whom for consent. What they mean is no column here: the reading of consent says it when asked.
drop table query.consent_decision;
drop table query.consent_person;
drop table query.consent_module;

create table query.consent_fact (
    like query.fact,
    participant text not null,
    kind        text not null,
    matters     text not null,
    primary key (position, participant)
);
comment on column query.consent_fact.participant is 'empty where it concerns a case or the programme as such';
comment on column query.consent_fact.matters is
    'programme: to every case; case_study: to its case; person, birth: to a person; action: took something from a person';
create index on query.consent_fact (participant, position);
create index on query.consent_fact (case_code, participant) where matters = 'person';
create index on query.consent_fact (case_code) where matters = 'case_study';
create index on query.consent_fact (position) where matters = 'programme';
create index on query.consent_fact (event_id);
