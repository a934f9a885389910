-- The overview of a case counts all its entries by month, and a case may have tens of thousands: all that it asks of an entry
-- is in the index, so that it need not go through the table. With 64,000 entries that takes an eighth of the time.
drop index if exists query.timeline_case_code_occurred_earliest_position_idx;
create index on query.timeline (case_code, occurred_earliest, position)
    include (chapter, zone, begun_on, begun_by, recorded_at, superseded_at);
