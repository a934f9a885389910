-- What leadership interviews are owed, and which were held or missed.
create table query.leadership_programme (
    like query.fact,
    begins         date not null,
    ends           date not null,
    programme_zone text not null,
    primary key (position)
);
create index on query.leadership_programme (event_id);

create table query.leadership_case (
    like query.fact,
    step text not null,
    primary key (position)
);
create index on query.leadership_case (event_id);

create table query.leadership_course (
    like query.fact,
    participant text not null,
    step        text not null,
    role        text,
    primary key (position)
);
create index on query.leadership_course (participant, case_code);
create index on query.leadership_course (role, participant);
create index on query.leadership_course (event_id);

create table query.leadership_interview (
    like query.fact,
    leader         text not null,
    programme_year integer not null,
    held           boolean not null,
    reason         text,
    primary key (position)
);
create index on query.leadership_interview (case_code, programme_year, leader);
create index on query.leadership_interview (event_id);
