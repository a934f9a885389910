-- The keys to what is personal in the log, each wrapped by a master key that is in no database. Backed up apart from the log.

create table vault.master (
    only_one   boolean     primary key default true check (only_one),
    proof      bytea       not null,
    created_at timestamptz not null default now()
);
comment on column vault.master.proof is 'A known text sealed with the master key: tells the right key from a wrong one.';

create table vault.key (
    number     bigint      primary key,
    scope      text        collate "C" not null unique,
    wrapped    bytea       not null,
    created_at timestamptz not null default now()
);
comment on table vault.key is 'A data key for each person, or for an event that concerns nobody in particular.';
comment on column vault.key.number is 'Random, so that a text names its keys and says nothing by it.';
comment on column vault.key.scope is 'participant/CODE or event/ID.';
-- Wrapped keys are short and stay in the table''s own file, which destruction writes anew.
alter table vault.key alter column wrapped set storage plain;
-- And none is copied into the planner's statistics.
alter table vault.key alter column wrapped set statistics 0;

create table vault.destroyed (
    scope        text        collate "C" primary key,
    number       bigint,
    erasure      uuid        not null,
    destroyed_at timestamptz not null default now()
);
create index on vault.destroyed (number);
comment on table vault.destroyed is 'Keys that are no more, by the event that says why. No key is ever made again for these.';
comment on column vault.destroyed.number is 'Null where no key had been made yet.';

-- The keys of these scopes; for a scope without one, that which is offered, unless its key was destroyed (then wrapped is
-- null). One round trip. A new key need not wait for the disk: whatever is sealed with it commits later to the same
-- write-ahead log, and so never reaches the disk without it.
create function vault.provide(scopes text[], numbers bigint[], offered bytea[])
returns table (scope text, number bigint, wrapped bytea) language plpgsql volatile as $$
#variable_conflict use_column
begin
    -- Held apart from destruction: the statements below see all or nothing of it.
    perform pg_advisory_xact_lock_shared(7305911284460017);
    insert into vault.key (scope, number, wrapped)
    select o.scope, o.number, o.wrapped
      from unnest(scopes, numbers, offered) as o(scope, number, wrapped)
     where not exists (select from vault.destroyed d where d.scope = o.scope)
       and not exists (select from vault.key k where k.scope = o.scope)
     order by o.scope
        on conflict (scope) do nothing;
    if found then
        perform set_config('synchronous_commit', 'off', true);
    end if;
    return query
    select k.scope, k.number, k.wrapped from vault.key k where k.scope = any(scopes)
    union all
    select d.scope, coalesce(d.number, 0), null from vault.destroyed d where d.scope = any(scopes);
end
$$;

-- Destroys the keys of these scopes for good, also of those that never had one. How many there were.
create function vault.destroy(scopes text[], erasure uuid) returns bigint language plpgsql volatile as $$
declare
    _were bigint;
begin
    perform pg_advisory_xact_lock(7305911284460017);
    with gone as (delete from vault.key k where k.scope = any(scopes) returning k.scope, k.number)
    insert into vault.destroyed (scope, number, erasure)
    select s.scope, gone.number, destroy.erasure
      from unnest(scopes) as s(scope) left join gone using (scope)
        on conflict on constraint destroyed_pkey do nothing;
    select count(*) into _were from vault.destroyed d where d.scope = any(scopes) and d.number is not null;
    return _were;
end
$$;
