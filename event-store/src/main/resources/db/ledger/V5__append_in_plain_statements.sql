-- What this function did is now done by plain statements of the same transaction, at half its cost: docs/decisions/0018.
drop function ledger.append_after(
    bigint, timestamptz, text[], bigint[], uuid[], text[], text[], text[], text[], text[], bytea[], text[], bigint[],
    uuid[], bytea[], text[]);
