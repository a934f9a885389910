-- Answers are sealed in the log and open in here, so that SQL can reckon with them. An erasure empties them for good.
alter table query.measure_administration
    add column sealed_for text[],
    add column withheld   text;
comment on column query.measure_administration.sealed_for is
    'whose keys the answers take, empty for a key of the event''s own; null where they were stored before answers were sealed';
comment on column query.measure_administration.withheld is 'why the answers are not here, such as [erased]; null where they are';
-- No answer is copied into the planner's statistics, which nothing rewrites.
alter table query.measure_item
    alter column number set statistics 0,
    alter column answer set statistics 0;
