-- Whom a change to a text, or to who decides, can concern: only those who decided on it are judged again.
create table reporting.ground (
    case_code   text not null,
    ground      text not null,
    participant text not null,
    primary key (case_code, ground, participant)
);
comment on table reporting.ground is 'On which texts, and under which adopted rules, people ever decided in a case; also where that was found wrong since.';

-- What was judged before is judged again, since nothing of this was kept then.
update reporting.progress set made_from = 'before grounds were kept' where what = 'use' and made_from <> '';
