-- What reporting has to find at once: what was corrected lately, and whoever was erased.
create index on query.consent_fact (superseded_at) where superseded_at is not null;
create index on query.timeline (superseded_at) where superseded_at is not null;
create index on query.timeline (kind)
    where kind in ('PersonErased', 'ForumConvened', 'ForumHeld', 'FindingsFedBack', 'DataReleased', 'ReleaseNoticeGiven');
