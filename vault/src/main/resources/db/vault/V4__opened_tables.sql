-- Tables elsewhere that hold answers in the open are emptied of who was erased by whoever keeps them.
alter table vault.erasure add column emptied_at timestamptz;
comment on column vault.erasure.emptied_at is
    'when the tables that hold answers in the open had been emptied of this person and written anew; then the write-ahead log is gone through once more';
