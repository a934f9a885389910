-- The overview of a case as it stands now asks only which entries there are, by chapter and month: from an index of its own, where
-- equal entries share a place (2.6 MB of 42), 64,000 of them are counted in two thirds of the time.
create index on query.timeline (case_code, chapter, occurred_month, precision) where superseded_at is null;
-- What V13_5 made and V13_10 made again with one kind more.
do $$
declare earlier regclass;
begin
    for earlier in select indexrelid::regclass from pg_index
                    where indrelid = 'query.timeline'::regclass
                      and pg_get_indexdef(indexrelid) like '%(kind) WHERE%PersonErased%'
                      and pg_get_indexdef(indexrelid) not like '%ForumMissed%' loop
        execute 'drop index ' || earlier;
    end loop;
end $$;
