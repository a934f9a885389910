-- Every event, in plain words, where and when it belongs.
create table query.timeline (
    like query.fact,
    kind         text not null,
    chapter      text not null,
    title        text not null,
    recorded_by  text not null,
    performed_by text[] not null,
    participants text[] not null,
    objectives   text[] not null,
    levels       text[] not null,
    rests_on     uuid[] not null,
    mode         text,
    uncovered    text[] not null,
    corrects     uuid,
    primary key (position)
);
create index on query.timeline (case_code, occurred_earliest, position);
create index on query.timeline (event_id);
create index on query.timeline using gin (participants);
