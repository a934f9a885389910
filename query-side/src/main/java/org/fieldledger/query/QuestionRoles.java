package org.fieldledger.query;

import static org.fieldledger.access.Role.ADMINISTRATOR;
import static org.fieldledger.access.Role.DATA_MANAGER;
import static org.fieldledger.access.Role.ETHICS_OFFICER;
import static org.fieldledger.access.Role.FIELDWORKER;
import static org.fieldledger.access.Role.REPORTING;
import static org.fieldledger.access.Role.RESEARCHER;

import java.util.List;
import org.fieldledger.access.AccessRules;
import org.fieldledger.access.Role;
import org.springframework.stereotype.Component;

/**
 * Which roles ask which questions. Ethics officers see every trail and no measure contents, administrators no participant
 * data, reporting nothing but what is published for it. Which cases somebody sees is {@link CaseAccess}'s to say.
 */
@Component
class QuestionRoles implements AccessRules {

    private static final Role[] ABOUT_PEOPLE = {FIELDWORKER, RESEARCHER, ETHICS_OFFICER, DATA_MANAGER};
    /** Figures of what people answered, without their words. */
    private static final Role[] ABOUT_MEASURES = {FIELDWORKER, RESEARCHER, DATA_MANAGER, REPORTING};

    /** Figures about people, naming none and telling nothing of what they answered. */
    private static final Role[] FIGURES = {FIELDWORKER, RESEARCHER, ETHICS_OFFICER, DATA_MANAGER, REPORTING};

    /** What people wrote, and pages: reporting is shown neither. */
    private static final Role[] SEEING_MEASURES = {FIELDWORKER, RESEARCHER, DATA_MANAGER};

    @Override
    public List<Rule> rules() {
        return List.of(
                Rule.get("/"),
                Rule.post("/purpose"),
                Rule.get("/cases/*", ABOUT_PEOPLE),
                Rule.get("/participants/*", ABOUT_PEOPLE),
                Rule.get("/cases/*/changes", ABOUT_PEOPLE),
                Rule.get("/timeline", ABOUT_PEOPLE),
                Rule.get("/timeline/changes", ABOUT_PEOPLE),
                Rule.get("/api/timeline", ABOUT_PEOPLE),
                Rule.get("/api/timeline/difference", ABOUT_PEOPLE),
                Rule.get("/api/cases/*/timeline", ABOUT_PEOPLE),
                Rule.get("/api/cases/*/timeline/difference", ABOUT_PEOPLE),
                Rule.get("/api/cases/*/consent", ABOUT_PEOPLE),
                Rule.get("/api/participants/**", ABOUT_PEOPLE),
                Rule.get("/api/people", ABOUT_PEOPLE),
                Rule.get("/api/measures/**", SEEING_MEASURES),
                Rule.get("/api/feed/*", REPORTING, DATA_MANAGER),
                Rule.get("/api/audit/report.pdf", ETHICS_OFFICER),
                Rule.get("/api/audit/everything-held.zip", DATA_MANAGER),
                Rule.get("/api/audit/signed-reports/*", ABOUT_PEOPLE),
                Rule.get("/api/audit/text-seen", ETHICS_OFFICER),
                Rule.get("/api/audit/who-decided", ETHICS_OFFICER),
                Rule.get("/api/audit/coming-of-age", ETHICS_OFFICER),
                Rule.get("/api/audit/refusals", ETHICS_OFFICER),
                Rule.get("/api/audit/capacity", ETHICS_OFFICER),
                Rule.get("/api/audit/who-read", ETHICS_OFFICER),
                Rule.get("/audit/text-seen", ETHICS_OFFICER),
                Rule.get("/audit/who-decided", ETHICS_OFFICER),
                Rule.get("/audit/coming-of-age", ETHICS_OFFICER),
                Rule.get("/audit/refusals", ETHICS_OFFICER),
                Rule.get("/audit/capacity", ETHICS_OFFICER),
                Rule.get("/audit/who-read", ETHICS_OFFICER),
                Rule.get("/audit", ETHICS_OFFICER, DATA_MANAGER),
                Rule.get("/audit/*", ETHICS_OFFICER, DATA_MANAGER),
                Rule.get("/releases", DATA_MANAGER),
                Rule.post("/releases", DATA_MANAGER),
                Rule.get("/releases/*", DATA_MANAGER),
                Rule.get("/release-form", DATA_MANAGER),
                Rule.get("/api/releases", DATA_MANAGER),
                Rule.get("/api/releases/**", DATA_MANAGER),
                Rule.get("/api/release-preview", DATA_MANAGER),
                Rule.get("/api/release-command", DATA_MANAGER),
                Rule.get("/tasks", ABOUT_PEOPLE),
                Rule.get("/api/tasks", ABOUT_PEOPLE),
                Rule.get("/api/audit", ETHICS_OFFICER, DATA_MANAGER),
                Rule.get("/api/audit/*", ETHICS_OFFICER, DATA_MANAGER),
                Rule.get("/api/cases"),
                Rule.get("/api/cases/*"),
                Rule.get("/api/cases/*/team"),
                Rule.get("/api/instruments/**"),
                Rule.get("/api/leadership-coverage"),
                Rule.get("/api/research"),
                Rule.get("/api/research/trajectories", ABOUT_MEASURES),
                Rule.get("/api/research/summaries", ABOUT_MEASURES),
                Rule.get("/api/research/pre-post", ABOUT_MEASURES),
                Rule.get("/api/research/design", FIGURES),
                Rule.get("/api/research/evidence", ABOUT_PEOPLE),
                Rule.get("/api/research/completeness", FIGURES),
                Rule.get("/api/research/completeness-people", ABOUT_PEOPLE),
                Rule.get("/api/research/retention", FIGURES),
                Rule.get("/api/research/role-moves", ABOUT_PEOPLE),
                Rule.get("/api/research/leadership-years", ABOUT_PEOPLE),
                Rule.get("/compare", SEEING_MEASURES),
                Rule.get("/themes", ABOUT_PEOPLE),
                Rule.get("/cases/*/trajectories", SEEING_MEASURES),
                Rule.get("/cases/*/completeness", ABOUT_PEOPLE),
                Rule.get("/cases/*/retention", ABOUT_PEOPLE),
                Rule.get("/cases/*/themes", ABOUT_PEOPLE),
                Rule.get("/api/projections", ADMINISTRATOR, DATA_MANAGER),
                Rule.post("/api/projections/*/parked/*/retry", ADMINISTRATOR),
                Rule.get("/v3/api-docs/**"));
    }
}
