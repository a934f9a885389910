-- A timeline of an instrument, wherever it was planned, answered or missed.
alter table query.timeline add column instrument text;
create index on query.timeline (instrument, occurred_earliest, position) where instrument is not null;
create index on query.timeline (occurred_earliest, position) where case_code is null;
