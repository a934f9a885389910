-- How far each erasure that is on record has got. Worked out anew from the log where a row is missing: never a truth.
create table vault.erasure (
    event          uuid        primary key,
    position       bigint      not null,
    participant    text        collate "C" not null,
    scopes         text[]      not null,
    destroyed_at   timestamptz,
    segment        text        collate "C",
    rewritten_at   timestamptz,
    overwritten_at timestamptz,
    left_over      text
);
comment on column vault.erasure.destroyed_at is 'when the keys were deleted; on disk from then on';
comment on column vault.erasure.segment is 'the segment of the write-ahead log that was being written then, or later';
comment on column vault.erasure.rewritten_at is 'when the table of keys was written anew, so that no deleted byte is left in its file';
comment on column vault.erasure.overwritten_at is 'when no segment was left that had been written before then';
comment on column vault.erasure.left_over is 'what this server does not let us do, or see, about its write-ahead log';
