-- What fieldwork owes beside leadership interviews, and what became of it: measures by their schedule, forums, wards.
create table query.completeness_schedule (
    like query.fact,
    instrument text not null,
    version    text not null,
    ordinal    integer not null,
    timepoint  text not null,
    anchor     text not null,
    after_days integer not null,
    early_days integer not null,
    late_days  integer not null,
    primary key (position, ordinal)
);
create index on query.completeness_schedule (case_code, instrument);
create index on query.completeness_schedule (event_id);

create table query.completeness_missed (
    like query.fact,
    participant text not null,
    instrument  text not null,
    timepoint   text not null,
    reason      text not null,
    primary key (position)
);
comment on column query.completeness_missed.reason is 'as the log has it: sealed';
create index on query.completeness_missed (case_code, instrument);
create index on query.completeness_missed (event_id);

create table query.completeness_forum (
    like query.fact,
    forum      integer not null,
    step       text not null,
    scope      text,
    planned    date,
    attendance integer,
    primary key (position)
);
create index on query.completeness_forum (event_id);

create table query.completeness_ward (
    like query.fact,
    site  text not null,
    phase text not null,
    kind  text not null,
    primary key (position)
);
comment on column query.completeness_ward.kind is 'qualitative or quantitative for a structured observation, register for an extract';
create index on query.completeness_ward (case_code);
create index on query.completeness_ward (event_id);

create table query.completeness_intervention (
    like query.fact,
    intervention text not null,
    version      text not null,
    site         text,
    primary key (position)
);
create index on query.completeness_intervention (case_code);
create index on query.completeness_intervention (event_id);
