-- The work of a projection falls into ranges of slices, each with a checkpoint of its own, which processes claim.

alter table query.checkpoint
    add column from_slice smallint not null default 0,
    add column to_slice   smallint not null default 1024,
    add column holder     text,
    add column token      bigint not null default 0;
alter table query.checkpoint drop constraint checkpoint_pkey;
alter table query.checkpoint add primary key (projection, from_slice);
alter table query.checkpoint add check (0 <= from_slice and from_slice < to_slice and to_slice <= 1024);
alter table query.checkpoint alter column from_slice drop default, alter column to_slice drop default;
comment on table query.checkpoint is
    'How far each range of slices of each projection has read: docs/decisions/0020. The ranges of a projection meet and cover all slices.';
comment on column query.checkpoint.to_slice is 'the first slice beyond the range';
comment on column query.checkpoint.holder is 'the process that applies this range; nobody, where null or where the holder has no pulse';
comment on column query.checkpoint.token is 'raised whenever the holder or the bounds change: who comes with an older one changes nothing';

-- Every process that applies projections, and its pulse. Whether it beats is told by watching, not by comparing clocks.
create table query.runner (
    holder   text primary key,
    beat     bigint not null,
    editions text[] not null
);
comment on column query.runner.editions is 'the projections it can apply, with their versions';
