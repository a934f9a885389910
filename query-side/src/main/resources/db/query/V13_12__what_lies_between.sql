-- What two pictures of a timeline differ in by what may be done with what was taken: what of consent was learned, found wrong or
-- came to count between them is found without going through what is held.
create index on query.consent_fact (recorded_at) where matters <> 'action';
create index on query.consent_fact (superseded_at) where matters <> 'action' and superseded_at is not null;
create index on query.consent_fact (occurred_latest)
    where kind in ('ConsentWithdrawn', 'DissentExpressed', 'ObjectionDecided');
