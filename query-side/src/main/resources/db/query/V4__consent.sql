-- Every decision on every module, with when it takes effect; who is in which case; which modules there are.
create table query.consent_decision (
    like query.fact,
    participant     text not null,
    module          text not null,
    decision        text not null,
    effect          text not null,
    withdrawal      text,
    capacity        text,
    decider         text,
    method          text,
    form_version    text,
    invalidates     uuid,
    takes_effect_at timestamptz not null,
    takes_effect_on date not null,
    primary key (position, module)
);
comment on column query.consent_decision.module is 'empty where the decision is about the person rather than a module';
create index on query.consent_decision (participant, module, takes_effect_at, position);
create index on query.consent_decision (case_code, participant);
create index on query.consent_decision (event_id);
create index on query.consent_decision (invalidates) where invalidates is not null;

create table query.consent_person (
    like query.fact,
    participant text not null,
    primary key (position)
);
create index on query.consent_person (case_code, participant);
create index on query.consent_person (participant);
create index on query.consent_person (event_id);

create table query.consent_module (
    like query.fact,
    module text not null,
    primary key (position)
);
create index on query.consent_module (event_id);
