package org.fieldledger.query.pages;

import java.util.List;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Paging;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.register.RegisterView.CaseStudy;
import org.fieldledger.query.timeline.TimelineView;
import org.fieldledger.query.timeline.TimelineView.Tally;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The cases that somebody may see, each with how much has been recorded of it. */
@Controller
class CasesPage {

    /** A line of the list; a case nothing else is known of has no tally. */
    public record Listed(CaseStudy study, @Nullable Tally tally) {}

    private final RegisterView register;
    private final TimelineView timeline;

    CasesPage(RegisterView register, TimelineView timeline) {
        this.register = register;
        this.timeline = timeline;
    }

    @NoMaterial("Cases and counts")
    @GetMapping("/")
    public String cases(
            AsOf asOf,
            @RequestParam(required = false) @Nullable String trueAt,
            @RequestParam(required = false) @Nullable String knownAt,
            Model page) {
        var answer = register.cases(asOf, new Paging(Paging.MOST, null));
        var tallies = timeline.tallies(asOf);
        List<Listed> cases = answer.items().stream()
                .map(study -> new Listed(study, tallies.get(study.caseCode())))
                .toList();
        page.addAttribute("cases", cases);
        page.addAttribute("basis", answer.basis());
        page.addAttribute("times", new Times("/", trueAt, knownAt, "", List.of()));
        return "cases";
    }
}
