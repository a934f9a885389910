-- Who took part in what, and each person's course through each case.
create table query.participant_part (
    like query.fact,
    participant text not null,
    kind        text not null,
    chapter     text not null,
    title       text not null,
    role        text,
    level       text,
    primary key (position, participant)
);
create index on query.participant_part (participant, occurred_earliest, position);
create index on query.participant_part (event_id);

create table query.participant_course (
    like query.fact,
    participant text not null,
    step        text not null,
    role        text,
    level       text,
    site        text,
    reason      text,
    primary key (position)
);
create index on query.participant_course (participant, begun_on, position);
create index on query.participant_course (case_code, participant);
create index on query.participant_course (event_id);
