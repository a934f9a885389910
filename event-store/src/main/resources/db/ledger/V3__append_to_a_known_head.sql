-- Two more ways through the same door, so that an append seldom pays for what its process knows already: docs/decisions/0018.

-- Takes the head until the end of the transaction and holds the append against the log. One row for each refusal (refused is
-- not null), else a single row with the last position and the time of recording.
create function ledger.take_head(
    clock timestamptz,
    expecting int[], expected_streams text[], expected_sequences bigint[],
    commanded int[], command_ids uuid[]
) returns table (
    base bigint, moment timestamptz, refused int, moved_stream text, expected bigint, actual bigint, repeated uuid
) language plpgsql volatile
-- The look-ups must use the indexes however small the tables were when the plan was made and kept.
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set lock_timeout = '10s'
as $$
#variable_conflict use_column
declare
    _refused boolean;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'the log is appended to under READ COMMITTED, not %', current_setting('transaction_isolation')
            using errcode = 'invalid_transaction_state';
    end if;

    perform from ledger.store for update;
    if not found then
        raise exception 'this store has not been set up' using errcode = 'object_not_in_prerequisite_state';
    end if;

    return query
    select null::bigint, null::timestamptz, x.n, x.stream, x.sequence, last.sequence, null::uuid
      from unnest(expecting, expected_streams, expected_sequences) as x(n, stream, sequence)
     cross join lateral (
           select coalesce(max(e.sequence), -1) as sequence from ledger.event e where e.stream = x.stream) last
     where last.sequence <> x.sequence;
    _refused := found;
    return query
    select null::bigint, null::timestamptz, c.n, null::text, null::bigint, null::bigint, c.id
      from unnest(commanded, command_ids) as c(n, id)
     where exists (select from ledger.command k where k.command_id = c.id);
    if _refused or found then
        return;
    end if;

    return query
    select coalesce(max(last.position), 0), greatest(max(last.recorded_at), clock), null::int, null::text, null::bigint,
           null::bigint, null::uuid
      from (select e.position, e.recorded_at from ledger.event e order by e.position desc limit 1) last;
end
$$;

-- As before, with the head taken by the function above.
create or replace function ledger.append(
    clock timestamptz,
    streams text[], sequences bigint[], event_ids uuid[], types text[], revisions text[], case_codes text[],
    payloads text[], metadatas text[],
    expecting int[], expected_streams text[], expected_sequences bigint[],
    commanded int[], command_ids uuid[], fingerprints bytea[], outcomes text[]
) returns table (
    base bigint, moment timestamptz, refused int, moved_stream text, expected bigint, actual bigint, repeated uuid
) language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    _head   record;
    _micros bigint;
begin
    for _head in
        select * from ledger.take_head(clock, expecting, expected_streams, expected_sequences, commanded, command_ids)
    loop
        return query select _head.base, _head.moment, _head.refused, _head.moved_stream, _head.expected, _head.actual,
                            _head.repeated;
    end loop;
    if _head.refused is not null then
        return;
    end if;
    _micros := ledger.micros(_head.moment);

    insert into ledger.event (position, stream, sequence, event_id, type, revision, case_code, slice, recorded_at,
                              payload, metadata, leaf_hash)
    select _head.base + e.n, e.stream, e.sequence, e.event_id, e.type, e.revision, e.case_code,
           crc32(convert_to(coalesce(e.case_code, ''), 'UTF8')) % 1024, _head.moment, e.payload::json, e.metadata::json,
           ledger.leaf_hash(_head.base + e.n, e.stream, e.sequence, e.event_id, e.type, e.revision, e.case_code, _micros,
                            e.payload, e.metadata)
      from unnest(streams, sequences, event_ids, types, revisions, case_codes, payloads, metadatas)
           with ordinality as e(stream, sequence, event_id, type, revision, case_code, payload, metadata, n);

    insert into ledger.command (command_id, fingerprint, recorded_at, outcome)
    select c.id, c.fingerprint, _head.moment, c.outcome::json
      from unnest(command_ids, fingerprints, outcomes) as c(id, fingerprint, outcome);
end
$$;

-- The short way for a process that knows where the log ended, with the leaf hashes worked out by the caller. Stores all and
-- answers true, or stores nothing and answers false: the log has moved on, a stream has, or a command is repeated.
-- ledger.append then says which. Takes the same lock first, so what the one statement below sees is what stands.
create function ledger.append_after(
    last bigint, moment timestamptz,
    streams text[], sequences bigint[], event_ids uuid[], types text[], revisions text[], case_codes text[],
    payloads text[], metadatas text[], leaf_hashes bytea[],
    expected_streams text[], expected_sequences bigint[],
    command_ids uuid[], fingerprints bytea[], outcomes text[]
) returns boolean language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
set lock_timeout = '10s'
as $$
#variable_conflict use_column
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'the log is appended to under READ COMMITTED, not %', current_setting('transaction_isolation')
            using errcode = 'invalid_transaction_state';
    end if;

    perform from ledger.store for update;

    insert into ledger.event (position, stream, sequence, event_id, type, revision, case_code, slice, recorded_at,
                              payload, metadata, leaf_hash)
    select last + e.n, e.stream, e.sequence, e.event_id, e.type, e.revision, e.case_code,
           crc32(convert_to(coalesce(e.case_code, ''), 'UTF8')) % 1024, moment, e.payload::json, e.metadata::json,
           e.leaf_hash
      from unnest(streams, sequences, event_ids, types, revisions, case_codes, payloads, metadatas, leaf_hashes)
           with ordinality as e(stream, sequence, event_id, type, revision, case_code, payload, metadata, leaf_hash, n)
     where (select h.position = last and h.recorded_at <= moment from ledger.event h order by h.position desc limit 1)
       and not exists (
           select from unnest(expected_streams, expected_sequences) as x(stream, sequence)
            where x.sequence <> coalesce((select max(s.sequence) from ledger.event s where s.stream = x.stream), -1))
       and not exists (select from ledger.command k where k.command_id = any(command_ids));
    if not found then
        return false;
    end if;

    if cardinality(command_ids) > 0 then
        insert into ledger.command (command_id, fingerprint, recorded_at, outcome)
        select c.id, c.fingerprint, moment, c.outcome::json
          from unnest(command_ids, fingerprints, outcomes) as c(id, fingerprint, outcome);
    end if;
    return true;
end
$$;
