-- Coverage tells what no ethics approval allowed, so SQL has to know when a case was approved, and for what.
create table reporting.approval (
    case_code   text not null,
    chapter     text not null,
    approved    boolean not null,
    true_from   date not null,
    true_until  date not null,
    known_from  timestamptz not null,
    known_until timestamptz not null,
    primary key (case_code, chapter, known_from, true_from),
    check (true_from < true_until),
    check (known_from < known_until)
);
comment on table reporting.approval is 'On which days some ethics approval covers a chapter of fieldwork in a case all day long, and on which none does. No row: not judged yet.';
comment on column reporting.approval.true_until is 'the first day on which it is no longer so';

-- What was judged before is judged again, since nothing of this was kept then.
update reporting.progress set made_from = 'before approvals were kept' where what = 'use' and made_from <> '';
