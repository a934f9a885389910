-- What stands behind the views of reporting_v1: what the reading of consent says of each action and each person, for every day
-- in the field and every moment of knowledge, so that SQL needs no more than to look whether a day lies between two others.
-- See docs/decisions/0023. Nobody but the store itself reads this schema.

create table reporting.setting (
    only_one boolean primary key default true check (only_one),
    zone     text not null,
    edition  text not null
);
comment on table reporting.setting is 'The zone in which the store counts days, and the edition of the views that are there.';

create table reporting.kind (
    kind      text primary key,
    of_people boolean not null
);
comment on table reporting.kind is 'Every kind of event this version knows. What stands here shows; of_people only where use is allowed.';

create table reporting.progress (
    what        text primary key check (what in ('use', 'feed')),
    position    bigint not null default 0,
    recorded_at timestamptz,
    as_of       date,
    made_from   text not null default '',
    change      bigint not null default 0
);
comment on table reporting.progress is 'How far judging and publishing have come. Whoever works on either holds its row.';
comment on column reporting.progress.made_from is 'the tables they rest on and what of them was parked: when these change, everything is looked at again';

create table reporting.held_back (
    case_code text primary key
);
comment on table reporting.held_back is 'Cases of which something could not be read, until they have been judged again. Nothing of them shows; of no case at all where the code is empty.';

-- Whole days in the zone of the case; known_from and known_until in real time. What is not here may not be used.
create table reporting.material_use (
    position    bigint not null,
    case_code   text not null,
    use         text not null,
    true_from   date not null,
    true_until  date not null,
    known_from  timestamptz not null,
    known_until timestamptz not null,
    primary key (position, known_from, true_from),
    check (true_from < true_until),
    check (known_from < known_until)
);
comment on table reporting.material_use is 'What may be done with what an action took from people: the strongest of what holds for any of them.';
comment on column reporting.material_use.true_until is 'the first day on which it is no longer so';
create index on reporting.material_use (case_code);

create table reporting.consent_standing (
    case_code   text not null,
    participant text not null,
    module      text not null,
    state       text not null,
    cause       text,
    withdrawal  text,
    since       timestamptz,
    decision    uuid,
    true_from   date not null,
    true_until  date not null,
    known_from  timestamptz not null,
    known_until timestamptz not null,
    primary key (participant, case_code, module, known_from, true_from),
    check (true_from < true_until),
    check (known_from < known_until)
);
comment on table reporting.consent_standing is 'Where a person stands with a module. No row: not asked.';
create index on reporting.consent_standing (case_code, participant);

create table reporting.touched (
    position    bigint,
    participant text
);
comment on table reporting.touched is 'Actions and people judged since the feed was last brought up to date: it looks at these again.';

create table reporting.session (
    pid      integer     not null,
    began_at timestamptz not null,
    primary key (pid, began_at)
);
comment on table reporting.session is 'Connections of reporting tools that were seen and stand in the access log.';

comment on column reporting.progress.change is 'the number of the last change in the feed; changes are numbered 1, 2, 3 in the order of commit';

create table reporting.published (
    view        text not null,
    key         text not null,
    position    bigint,
    participant text,
    change      bigint not null,
    digest      bytea,
    because     text,
    log_position bigint not null,
    known_at    timestamptz not null,
    as_of       date not null,
    primary key (view, key),
    check ((digest is null) = (because is not null))
);
comment on table reporting.published is 'Every row the feed has ever told of, with its last change. What it said is not kept, so that nothing has to be taken out here.';
comment on column reporting.published.digest is 'SHA-256 of the row as it was told last; none where it was taken back, because of what is said beside it';
-- No digest is copied into the planner's statistics, where nothing would take it out when somebody is erased.
alter table reporting.published alter column digest set statistics 0;
create unique index on reporting.published (view, change);
create index on reporting.published (view, position);
create index on reporting.published (view, participant);
