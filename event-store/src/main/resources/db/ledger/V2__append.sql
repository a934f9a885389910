-- The only way into the log. Takes several appends at once, numbered from 0, and stores all of them or none: where one must
-- be refused the rows returned name each refusal (refused is not null), else a single row gives the position before the
-- first event and the time of recording.
--
-- Each statement below takes a snapshot of its own (the function is volatile, the isolation READ COMMITTED), so what
-- follows the lock sees everything that was committed before the lock was had.
create function ledger.append(
    clock timestamptz,
    streams text[], sequences bigint[], event_ids uuid[], types text[], revisions text[], case_codes text[],
    payloads text[], metadatas text[],
    expecting int[], expected_streams text[], expected_sequences bigint[],
    commanded int[], command_ids uuid[], fingerprints bytea[], outcomes text[]
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
    _base    bigint;
    _moment  timestamptz;
    _micros  bigint;
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
    if cardinality(command_ids) > 0 then
        return query
        select null::bigint, null::timestamptz, c.n, null::text, null::bigint, null::bigint, c.id
          from unnest(commanded, command_ids) as c(n, id)
         where exists (select from ledger.command k where k.command_id = c.id);
        _refused := _refused or found;
    end if;
    if _refused then
        return;
    end if;

    select e.position, e.recorded_at into _base, _moment from ledger.event e order by e.position desc limit 1;
    _base := coalesce(_base, 0);
    _moment := greatest(_moment, clock);
    _micros := ledger.micros(_moment);

    insert into ledger.event (position, stream, sequence, event_id, type, revision, case_code, slice, recorded_at,
                              payload, metadata, leaf_hash)
    select _base + e.n, e.stream, e.sequence, e.event_id, e.type, e.revision, e.case_code,
           crc32(convert_to(coalesce(e.case_code, ''), 'UTF8')) % 1024, _moment, e.payload::json, e.metadata::json,
           ledger.leaf_hash(_base + e.n, e.stream, e.sequence, e.event_id, e.type, e.revision, e.case_code, _micros,
                            e.payload, e.metadata)
      from unnest(streams, sequences, event_ids, types, revisions, case_codes, payloads, metadatas)
           with ordinality as e(stream, sequence, event_id, type, revision, case_code, payload, metadata, n);

    if cardinality(command_ids) > 0 then
        insert into ledger.command (command_id, fingerprint, recorded_at, outcome)
        select c.id, c.fingerprint, _moment, c.outcome::json
          from unnest(command_ids, fingerprints, outcomes) as c(id, fingerprint, outcome);
    end if;

    return query select _base, _moment, null::int, null::text, null::bigint, null::bigint, null::uuid;
end
$$;

-- The last position the store had by that moment, 0 if none. Recorded times rise with positions and positions have no
-- holes, so halving finds it by two dozen look-ups, and no append pays for an index.
create function ledger.position_as_of(known_at timestamptz) returns bigint language plpgsql stable as $$
declare
    _low    bigint := 0;
    _high   bigint;
    _middle bigint;
begin
    select h.position into _high from ledger.head h;
    while _low < _high loop
        _middle := (_low + _high + 1) / 2;
        if (select e.recorded_at <= known_at from ledger.event e where e.position = _middle) then
            _low := _middle;
        else
            _high := _middle - 1;
        end if;
    end loop;
    return _low;
end
$$;
