-- The access log: who was shown which participant material. A row is here before the answer leaves; none is ever changed.
create table access.material_read (
    number      bigint      primary key,
    recorded_at timestamptz not null,
    content     json        not null,
    hash        bytea       not null
);
comment on table access.material_read is 'One row before each answer that holds participant material; for what is streamed, another at its end.';
comment on column access.material_read.recorded_at is 'Real time, also in a demonstration; never earlier than the row before.';
comment on column access.material_read.content is 'json, not jsonb: the text stays byte for byte as it was hashed.';
comment on column access.material_read.hash is 'SHA-256 over the hash before, the number, the microseconds since 1970 and the content: see access.read_hash.';
create index material_read_persons on access.material_read using gin ((content::jsonb -> 'persons'));
create index material_read_time on access.material_read (recorded_at);

create function access.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'access.% is written once: % is refused.', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end
$$;
create trigger written_once before update or delete or truncate on access.material_read
    for each statement execute function access.refuse_change();

create function access.read_hash(before bytea, number bigint, recorded_at timestamptz, content text) returns bytea
language sql stable parallel safe
return sha256(coalesce(before, ''::bytea) || convert_to(
    number::text || ',' || (extract(epoch from recorded_at) * 1000000)::bigint::text || ',' || content, 'UTF8'));

-- The only way in. Runs as its owner, so that whoever answers questions needs no right but to call it. One at a time: a
-- chain has one end. The look-up takes a snapshot of its own after the lock, under READ COMMITTED.
create function access.record_read(clock timestamptz, content text) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '10s'
as $$
#variable_conflict use_variable
declare
    _last   access.material_read%rowtype;
    _number bigint;
    _moment timestamptz;
begin
    perform pg_advisory_xact_lock(4606913287562130);
    select r.* into _last from access.material_read r order by r.number desc limit 1;
    _number := coalesce(_last.number, 0) + 1;
    _moment := greatest(_last.recorded_at, clock);
    insert into access.material_read (number, recorded_at, content, hash)
    values (_number, _moment, content::json, access.read_hash(_last.hash, _number, _moment, content));
    return _number;
end
$$;
