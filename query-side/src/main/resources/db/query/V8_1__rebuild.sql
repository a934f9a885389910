-- Rebuilds under way: what is done stays done when the program is killed. Nothing is here while no projection is rebuilt.

create table query.rebuild (
    projection    text primary key,
    version       integer     not null,
    up_to         bigint      not null,
    indexes_first boolean     not null,
    resumed_at    timestamptz not null,
    done_before   bigint      not null
);
comment on column query.rebuild.up_to is 'the head of the log when it began: what came later is caught up with at the end';
comment on column query.rebuild.done_before is 'how many positions had been gone through when the program that is at it now began or resumed';

create table query.rebuild_lane (
    projection text not null,
    lane       integer not null,
    begin_at   bigint not null,
    position   bigint not null,
    until      bigint not null,
    moved_at   timestamptz not null,
    primary key (projection, lane)
);
comment on table query.rebuild_lane is 'The log in equal parts, each gone through by one hand; position is the last of the part that is in the shadow tables.';

create table query.rebuild_correction (
    projection text not null,
    position   bigint not null,
    case_code  text,
    corrected  uuid not null,
    at         timestamptz not null,
    by         uuid not null
);
comment on table query.rebuild_correction is 'What corrects what, kept until every row is there that can be corrected.';
