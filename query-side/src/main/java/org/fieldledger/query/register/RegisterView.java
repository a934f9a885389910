package org.fieldledger.query.register;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.EventJson;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionRetired;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.MissingCode;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Conditions;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Recorded;
import org.fieldledger.query.projection.Rows;
import org.fieldledger.query.projection.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The cases with their sites and teams, and the instruments. The only class that names the register tables. */
@Component
public class RegisterView implements Projection {

    private static final Table CASE =
            Table.ofFacts("register_case", "step", "title", "country", "setting", "vulnerable_group", "case_zone");
    private static final Table SITE = Table.ofFacts("register_site", "site", "name", "arm");
    private static final Table TEAM = Table.ofFacts("register_team", "researcher", "role", "step");
    private static final Table INSTRUMENT =
            Table.ofFacts("register_instrument", "instrument", "version", "step", "kind", "title", "definition");

    private final JdbcClient db;
    private final Questions questions;
    private final CaseAccess access;

    RegisterView(JdbcClient db, Questions questions, CaseAccess access) {
        this.db = db;
        this.questions = questions;
        this.access = access;
    }

    @Override
    public String name() {
        return "register";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Table> tables() {
        return List.of(CASE, SITE, TEAM, INSTRUMENT);
    }

    /** What a version of an instrument consists of. */
    record Definition(List<Item> items, List<MissingCode> missingCodes, List<Score> scores) {}

    @Override
    public Set<Class<? extends FieldEvent>> concernedWith() {
        return Set.of(
                CaseRegistered.class,
                CaseClosed.class,
                SiteAdded.class,
                ResearcherRoleAssigned.class,
                ResearcherRoleEnded.class,
                InstrumentVersionReleased.class,
                InstrumentVersionRetired.class);
    }

    @Override
    public void project(Recorded event, Rows rows) {
        switch (event.event()) {
            case CaseRegistered e ->
                rows.fact(CASE, event, "opened", e.title(), e.country(), e.setting(), e.vulnerableGroup(), e.zone());
            case CaseClosed e -> rows.fact(CASE, event, "closed", null, null, null, null, null);
            case SiteAdded e -> rows.fact(SITE, event, e.site(), e.name(), e.arm());
            case ResearcherRoleAssigned e -> rows.fact(TEAM, event, e.researcher(), e.role(), "assigned");
            case ResearcherRoleEnded e -> rows.fact(TEAM, event, e.researcher(), e.role(), "ended");
            case InstrumentVersionReleased e ->
                rows.fact(
                        INSTRUMENT,
                        event,
                        e.instrument(),
                        e.version(),
                        "released",
                        e.kind(),
                        EventJson.MAPPER.writeValueAsString(e.title()),
                        EventJson.MAPPER.writeValueAsString(new Definition(e.items(), e.missingCodes(), e.scores())));
            case InstrumentVersionRetired e ->
                rows.fact(INSTRUMENT, event, e.instrument(), e.version(), "retired", null, null, null);
            default -> {
                // in no register
            }
        }
    }

    /**
     * A case.
     *
     * @param since the day it was opened, as it was written
     * @param closed the day it was closed, if it was
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CaseStudy(
            String caseCode,
            String title,
            String country,
            String setting,
            boolean vulnerableGroup,
            String zone,
            String since,
            @Nullable String closed) {}

    /** A place of fieldwork in a case. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Site(String site, String name, @Nullable String arm, String since) {}

    /** A case with its places of fieldwork. */
    public record CaseWithSites(CaseStudy study, List<Site> sites) {}

    /** A role that a member of the team holds or held. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TeamRole(
            String researcher,
            String role,
            String since,
            @Nullable String until) {}

    /** A version of an instrument; retired when it has gone out of use. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InstrumentVersion(
            String instrument,
            String version,
            String kind,
            JsonNode title,
            @Nullable JsonNode definition,
            String since,
            @Nullable String retired,
            UUID event) {}

    /** The cases that whoever asks may see, in order of code; closed ones stay in the register. */
    public Answer<CaseStudy> cases(AsOf asOf, Paging paging) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var cursor = paging.cursor();
            var conditions = new Conditions()
                    .begunAndKnown(upTo)
                    .visible(access)
                    .and("case_code > :after", "after", cursor == null ? null : cursor.value());
            return paging.page(
                    basis,
                    cases(conditions, paging.limit() + 1),
                    last -> new Paging.Cursor(last.caseCode(), 0).toString());
        });
    }

    /** One case with its sites. */
    public Answer<CaseWithSites> caseStudy(CaseCode caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions()
                    .and("case_code = :case", "case", caseCode.code())
                    .begunAndKnown(upTo);
            var sites = db.sql("""
                    select distinct on (site) site, name, arm, occurred_from from query.register_site
                     where %s order by site, position desc
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query((row, n) -> new Site(
                            row.getString("site"),
                            row.getString("name"),
                            row.getString("arm"),
                            row.getString("occurred_from")))
                    .list();
            return new Answer<>(
                    basis,
                    cases(conditions, 1).stream()
                            .map(study -> new CaseWithSites(study, sites))
                            .toList(),
                    null);
        });
    }

    private List<CaseStudy> cases(Conditions conditions, int limit) {
        return db.sql("""
                with fact as (select * from query.register_case where %s),
                     opened as (select distinct on (case_code) * from fact where step = 'opened'
                                 order by case_code, position desc),
                     closed as (select distinct on (case_code) case_code, occurred_from as closed_on, begun_on, position
                                  from fact where step = 'closed' order by case_code, begun_on desc, position desc)
                select opened.*, closed_on
                  from opened left join closed
                    on closed.case_code = opened.case_code and closed.begun_on >= opened.begun_on
                 order by opened.case_code
                 limit :limit
                """.formatted(conditions.sql()))
                .params(conditions.values())
                .param("limit", limit)
                .query((row, n) -> new CaseStudy(
                        row.getString("case_code"),
                        row.getString("title"),
                        row.getString("country"),
                        row.getString("setting"),
                        row.getBoolean("vulnerable_group"),
                        row.getString("case_zone"),
                        row.getString("occurred_from"),
                        row.getString("closed_on")))
                .list();
    }

    /** The cases in which somebody holds a role now, as far as has been projected. */
    Set<CaseCode> casesOf(ResearcherCode researcher) {
        return db.sql("""
                select case_code from query.register_team
                 where researcher = :researcher and superseded_at is null and case_code is not null
                 group by case_code, role
                having (array_agg(step order by begun_on desc, position desc))[1] = 'assigned'
                """)
                .param("researcher", researcher.code())
                .query((row, n) -> new CaseCode(row.getString("case_code")))
                .set();
    }

    /** Everyone who holds a role in a case, or held one if asked for, in order of code and role. */
    public Answer<TeamRole> team(CaseCode caseCode, boolean withThoseWhoLeft, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions()
                    .and("case_code = :case", "case", caseCode.code())
                    .begunAndKnown(upTo);
            var roles = db
                    .sql("""
                    select researcher, role,
                           (array_agg(step order by begun_on desc, position desc))[1] as step,
                           (array_agg(occurred_from order by begun_on desc, position desc))[1] as last_change,
                           (array_agg(occurred_from order by begun_on desc, position desc) filter (where step = 'assigned'))[1] as since
                      from query.register_team
                     where %s
                     group by researcher, role
                     order by researcher, role
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query((row, n) -> {
                        var ended = row.getString("step").equals("ended");
                        var since = row.getString("since");
                        var lastChange = row.getString("last_change");
                        return new TeamRole(
                                row.getString("researcher"),
                                row.getString("role"),
                                since == null ? lastChange : since,
                                ended ? lastChange : null);
                    })
                    .stream()
                    .filter(role -> withThoseWhoLeft || role.until() == null)
                    .toList();
            return new Answer<>(basis, roles, null);
        });
    }

    /** Every version of every instrument, in order of code and version; with its items, missing codes and scores if asked for. */
    public Answer<InstrumentVersion> instruments(
            @Nullable String instrument, boolean withDefinition, AsOf asOf, Paging paging) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var cursor = paging.cursor();
            var conditions = new Conditions()
                    .and("instrument = :instrument", "instrument", instrument)
                    .begunAndKnown(upTo)
                    .and("instrument || ' ' || version > :after", "after", cursor == null ? null : cursor.value());
            var versions = db.sql("""
                    with fact as (select * from query.register_instrument where %s),
                         released as (select distinct on (instrument, version) * from fact where step = 'released'
                                       order by instrument, version, position desc),
                         retired as (select distinct on (instrument, version) instrument, version, occurred_from as retired_on
                                       from fact where step = 'retired' order by instrument, version, position desc)
                    select released.*, retired_on from released left join retired using (instrument, version)
                     order by instrument || ' ' || version
                     limit :limit
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .param("limit", paging.limit() + 1)
                    .query((row, n) -> instrument(row, withDefinition))
                    .list();
            return paging.page(
                    basis, versions, last -> new Paging.Cursor(last.instrument() + " " + last.version(), 0).toString());
        });
    }

    private static InstrumentVersion instrument(ResultSet row, boolean withDefinition) throws SQLException {
        return new InstrumentVersion(
                row.getString("instrument"),
                row.getString("version"),
                row.getString("kind"),
                EventJson.MAPPER.readTree(row.getString("title")),
                withDefinition ? EventJson.MAPPER.readTree(row.getString("definition")) : null,
                row.getString("occurred_from"),
                row.getString("retired_on"),
                row.getObject("event_id", UUID.class));
    }
}
