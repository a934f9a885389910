-- Why a forum did not meet, and why data of a ward were not collected; there only where they were not.
alter table query.completeness_forum add column reason text;
comment on column query.completeness_forum.reason is 'as the log has it: sealed';
alter table query.completeness_ward add column reason text;
comment on column query.completeness_ward.reason is 'as the log has it: sealed; absent for what was collected';
-- As before, and forums that did not meet.
create index on query.timeline (kind)
    where kind in ('PersonErased', 'ForumConvened', 'ForumHeld', 'ForumMissed', 'FindingsFedBack', 'DataReleased', 'ReleaseNoticeGiven');
