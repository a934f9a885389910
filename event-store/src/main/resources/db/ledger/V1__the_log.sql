-- The log and what stands beside it. Everything here is written once: an event is never changed, moved or taken out.

do $$
begin
    if current_setting('server_encoding') <> 'UTF8' then
        raise exception 'Fieldledger keeps its log in a UTF8 database; this one is %', current_setting('server_encoding');
    end if;
end
$$;

-- What this store is. Its single row is also the head of the log: whoever appends holds its lock until commit.
create table ledger.store (
    only_one   boolean primary key default true check (only_one),
    store_id   uuid        not null default gen_random_uuid(),
    kind       text        not null check (kind in ('ordinary', 'demonstration')),
    created_at timestamptz not null default now()
);
comment on table ledger.store is 'What this store is, for ever. Appends lock this row: see docs/decisions/0001.';

create table ledger.event (
    position    bigint      primary key,
    stream      text        collate "C" not null,
    sequence    bigint      not null check (sequence >= 0),
    event_id    uuid        not null unique,
    type        text        collate "C" not null,
    revision    text        collate "C",
    case_code   text        collate "C",
    slice       smallint    not null,
    recorded_at timestamptz not null,
    payload     json        not null,
    metadata    json        not null,
    leaf_hash   bytea       not null,
    unique (stream, sequence)
);
create index event_by_case on ledger.event (case_code, position);
comment on table ledger.event is 'The log: one row for each thing that happened, in the order in which the store came to know.';
comment on column ledger.event.position is '1, 2, 3 and so on without a hole, in the order of commit.';
comment on column ledger.event.slice is 'crc32 of the case code modulo 1024; 0 for what concerns no single case.';
comment on column ledger.event.recorded_at is 'When the store came to know, in microseconds; never earlier than the event before.';
comment on column ledger.event.payload is 'json, not jsonb: the text stays byte for byte as it was given.';

create table ledger.command (
    command_id  uuid        primary key,
    fingerprint bytea       not null,
    recorded_at timestamptz not null,
    outcome     json        not null
);
comment on table ledger.command is 'Commands that were accepted and the answer each was given, so that a repeated one is answered as before.';

-- A shortcut for loading long streams. Never a truth: emptying this table loses nothing.
create table ledger.snapshot (
    stream     text        collate "C" primary key,
    sequence   bigint      not null,
    event_id   uuid        not null,
    type       text        not null,
    revision   text,
    taken_at   timestamptz not null,
    payload    json        not null,
    metadata   json        not null
);

create view ledger.head as
select coalesce(max(last.position), 0) as position, coalesce(max(last.recorded_at), 'epoch') as recorded_at
  from (select position, recorded_at from ledger.event order by position desc limit 1) last;

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'ledger.% is written once: % is refused. Record a correction instead.', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation';
end
$$;

create trigger written_once before update or delete or truncate on ledger.store
    for each statement execute function ledger.refuse_change();
create trigger written_once before update or delete or truncate on ledger.event
    for each statement execute function ledger.refuse_change();
create trigger written_once before update or delete or truncate on ledger.command
    for each statement execute function ledger.refuse_change();

-- One field of the hashed text: its length in bytes, a colon, the bytes, a comma; a lone dash where there is nothing.
create function ledger.netstring(field text) returns text language sql immutable parallel safe
return coalesce(octet_length(field)::text || ':' || field, '-') || ',';

create function ledger.micros(moment timestamptz) returns bigint language sql immutable strict parallel safe
return (extract(epoch from moment) * 1000000)::bigint;

-- RFC 6962 leaf: SHA-256 over a zero byte and the event as UTF-8 text. The text is ten netstrings, in this order:
-- position, stream, sequence, event id (lower case, hyphens), type, revision, case, microseconds since 1970-01-01T00:00Z,
-- payload and metadata as stored. Declared stable, as convert_to is: only so is it planned into the statement that calls it,
-- which makes it eight times as fast.
create function ledger.leaf_hash(
    at_position bigint, stream text, sequence bigint, event_id uuid, type text, revision text, case_code text,
    recorded_micros bigint, payload text, metadata text
) returns bytea language sql stable parallel safe
return sha256('\x00'::bytea || convert_to(
    ledger.netstring(at_position::text) || ledger.netstring(stream) || ledger.netstring(sequence::text)
    || ledger.netstring(event_id::text) || ledger.netstring(type) || ledger.netstring(revision)
    || ledger.netstring(case_code) || ledger.netstring(recorded_micros::text)
    || ledger.netstring(payload) || ledger.netstring(metadata), 'UTF8'));
