-- Answers item by item, the arms people were allocated to, and the scores each version of an instrument defines.
create table query.measure_administration (
    like query.fact,
    kind        text not null,
    participant text,
    session     text,
    instrument  text not null,
    version     text not null,
    timepoint   text,
    primary key (position)
);
create index on query.measure_administration (case_code, instrument, position);
create index on query.measure_administration (participant, instrument, position);
create index on query.measure_administration (instrument, timepoint, position);
create index on query.measure_administration (event_id);

create table query.measure_item (
    position bigint not null,
    ordinal  integer not null,
    item     text not null,
    number   numeric,
    answer   text,
    missing  text,
    primary key (position, ordinal)
);
create index on query.measure_item (item, position);

create table query.measure_allocation (
    like query.fact,
    participant text not null,
    arm         text not null,
    primary key (position)
);
create index on query.measure_allocation (participant, begun_on, position);
create index on query.measure_allocation (event_id);

create table query.measure_score (
    like query.fact,
    instrument text not null,
    version    text not null,
    ordinal    integer not null,
    score      text not null,
    items      text[] not null,
    primary key (position, ordinal)
);
create index on query.measure_score (event_id);
