-- Which events each theme and interpretation rests on.
create table query.evidence_claim (
    like query.fact,
    theme    text not null,
    kind     text not null,
    evidence uuid[] not null,
    primary key (position)
);
create index on query.evidence_claim (case_code, theme);
create index on query.evidence_claim (event_id);
