-- How far those have read who act on what the log says. Never a truth: whoever starts again from 0 does nothing twice,
-- because the commands that follow from an event carry keys made from it.
create table ledger.follower (
    name     text   collate "C" primary key,
    position bigint not null check (position >= 0)
);
comment on table ledger.follower is 'How far the followers that act on the log have read.';
