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
    private static final Role[] ABOUT_MEASURES = {FIELDWORKER, RESEARCHER, DATA_MANAGER, REPORTING};

    @Override
    public List<Rule> rules() {
        return List.of(
                Rule.get("/"),
                Rule.post("/purpose"),
                Rule.get("/cases/*", ABOUT_PEOPLE),
                Rule.get("/participants/*", ABOUT_PEOPLE),
                Rule.get("/cases/*/changes", ABOUT_PEOPLE),
                Rule.get("/api/cases/*/timeline", ABOUT_PEOPLE),
                Rule.get("/api/cases/*/timeline/difference", ABOUT_PEOPLE),
                Rule.get("/api/cases/*/consent", ABOUT_PEOPLE),
                Rule.get("/api/participants/**", ABOUT_PEOPLE),
                Rule.get("/api/people", ABOUT_PEOPLE),
                Rule.get("/api/measures/**", ABOUT_MEASURES),
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
                Rule.get("/tasks", ABOUT_PEOPLE),
                Rule.get("/api/tasks", ABOUT_PEOPLE),
                Rule.get("/api/audit", ETHICS_OFFICER, DATA_MANAGER),
                Rule.get("/api/audit/*", ETHICS_OFFICER, DATA_MANAGER),
                Rule.get("/api/cases"),
                Rule.get("/api/cases/*"),
                Rule.get("/api/cases/*/team"),
                Rule.get("/api/instruments/**"),
                Rule.get("/api/leadership-coverage"),
                Rule.get("/api/projections", ADMINISTRATOR, DATA_MANAGER),
                Rule.post("/api/projections/*/parked/*/retry", ADMINISTRATOR),
                Rule.get("/v3/api-docs/**"));
    }
}
