-- What the projections share: how far each has read, what it could not apply, and the columns of every fact.

create table query.checkpoint (
    projection  text primary key,
    version     integer not null,
    position    bigint not null,
    recorded_at timestamptz
);

create table query.parked_case (
    projection text not null,
    case_code  text not null,
    position   bigint not null,
    event_id   uuid not null,
    reason     text not null,
    parked_at  timestamptz not null,
    primary key (projection, case_code)
);

-- A template, never filled: tables of facts are made like it.
create table query.fact (
    position          bigint not null,
    event_id          uuid not null,
    case_code         text,
    occurred_from     text not null,
    occurred_until    text,
    zone              text not null,
    precision         text not null,
    occurred_earliest timestamptz not null,
    occurred_latest   timestamptz not null,
    begun_by          timestamptz not null,
    begun_on          date not null,
    recorded_at       timestamptz not null,
    quarantined       boolean not null,
    superseded_at     timestamptz,
    superseded_by     uuid
);
comment on column query.fact.begun_by is 'the instant by which it has certainly begun';
comment on column query.fact.begun_on is 'the local day on which it began, or the last on which it can have begun';
comment on column query.fact.superseded_at is 'when the store came to know that this had been wrong; null while it stands';
