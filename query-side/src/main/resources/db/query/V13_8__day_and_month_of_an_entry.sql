-- The overview of a case and the page of cases count every entry as of two dates, and reckoning the local day of each in its
-- time zone took longer than finding it. The day and the month are written with the entry, and what is counted by stands in an
-- index in the order of counting: the overview of a case with 64,000 entries takes 12 ms, a third of what it took.
alter table query.timeline
    add column occurred_day date not null
        generated always as (cast(occurred_earliest at time zone zone as date)) stored,
    add column occurred_month date not null
        generated always as (cast(date_trunc('month', occurred_earliest at time zone zone) as date)) stored;
do $$
declare wide name;
begin
    for wide in select indexrelid::regclass from pg_index
                 where indrelid = 'query.timeline'::regclass and indnkeyatts = 3 and indnatts > 3 loop
        execute 'drop index ' || wide;
    end loop;
end $$;
create index on query.timeline (case_code, occurred_earliest, position);
-- The timeline of everything, which whoever may see all cases reads from its beginning.
create index on query.timeline (occurred_earliest, position);
create index on query.timeline (case_code, chapter, occurred_month)
    include (occurred_day, kind, begun_on, begun_by, recorded_at, superseded_at);
