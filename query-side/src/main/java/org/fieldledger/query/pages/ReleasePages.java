package org.fieldledger.query.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fieldledger.access.CurrentActor;
import org.fieldledger.access.Material;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Paging;
import org.fieldledger.query.register.RegisterView;
import org.fieldledger.query.release.CannotBeMade;
import org.fieldledger.query.release.PassingFolder;
import org.fieldledger.query.release.ReleaseDesk;
import org.fieldledger.query.release.ReleaseParameters;
import org.fieldledger.query.release.Releases;
import org.fieldledger.query.release.Releases.Preview;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Releases as pages: those there are, one of them, and a form that shows what a release would hold before it is frozen. */
@Controller
@ConditionalOnWebApplication // the command line makes releases without pages
class ReleasePages {

    /** What decides what is in a release, and is carried from the look at it to the making. */
    private static final List<String> CARRIED =
            List.of("table", "case", "instrument", "timepoint", "sharing", "texts", "trueAt", "knownAt");

    private final Releases releases;
    private final RegisterView register;
    private final CurrentActor actors;
    private final ObjectProvider<ReleaseDesk> desk;

    ReleasePages(Releases releases, RegisterView register, CurrentActor actors, ObjectProvider<ReleaseDesk> desk) {
        this.releases = releases;
        this.register = register;
        this.actors = actors;
        this.desk = desk;
    }

    /** A table that can be chosen. */
    public record TableChoice(String name, String title, boolean chosen) {}

    /** A value that is carried on. */
    public record Carried(String name, String value) {}

    /** What was left out, as it is told. */
    public record Left(String table, String caseCode, String why, long rows, long people) {

        static Left of(Withheld withheld) {
            return new Left(
                    Releases.written(withheld.table()),
                    withheld.caseStudy() == null
                            ? "programme"
                            : withheld.caseStudy().code(),
                    Releases.why(withheld.reason()),
                    withheld.rows(),
                    withheld.people());
        }
    }

    @NoMaterial("Names, hashes and counts")
    @GetMapping("/releases")
    String all(Model page) {
        page.addAttribute("releases", releases.all());
        return "releases";
    }

    @NoMaterial("Names, hashes and counts")
    @GetMapping("/releases/{name}")
    String one(@PathVariable String name, Model page) {
        var release = releases.named(name);
        page.addAttribute("release", release);
        var frozen = release.frozen();
        page.addAttribute(
                "left",
                frozen == null
                        ? List.of()
                        : frozen.withheld().stream().map(Left::of).toList());
        page.addAttribute(
                "tables",
                frozen == null
                        ? List.of()
                        : frozen.definition().tables().stream()
                                .map(Releases::written)
                                .toList());
        return "release";
    }

    @NoMaterial("The form, and counts of what a release would hold")
    @GetMapping("/release-form")
    String form(AsOf asOf, HttpServletRequest request, Model page) {
        return form(asOf, request, page, null);
    }

    private String form(AsOf asOf, HttpServletRequest request, Model page, @Nullable String refusal) {
        var given = request.getParameterMap();
        page.addAttribute("refusal", refusal);
        page.addAttribute("given", given);
        fields(given, page);
        if (given.containsKey("look") || refusal != null) {
            try {
                look(releases.preview(ReleaseParameters.read(without(given, "position"), asOf)), given, page);
            } catch (BadQuestion | CannotBeMade refused) {
                page.addAttribute("refusal", refusal == null ? refused.getMessage() + "." : refusal);
            }
        }
        return "release-form";
    }

    private void fields(Map<String, String[]> given, Model page) {
        var chosen = ReleaseParameters.several(given, "table");
        page.addAttribute(
                "tables",
                Stream.of(ReleaseTable.values())
                        .map(table -> new TableChoice(
                                Releases.written(table),
                                Releases.title(table),
                                chosen.isEmpty() || chosen.contains(Releases.written(table))))
                        .toList());
        page.addAttribute(
                "cases",
                register.cases(AsOf.LATEST, new Paging(Paging.MOST, null)).items());
        page.addAttribute("chosenCases", ReleaseParameters.several(given, "case"));
        for (var name : List.of("instrument", "timepoint", "sharing"))
            page.addAttribute(name, String.join(", ", ReleaseParameters.several(given, name)));
        for (var name : List.of("texts", "trueAt", "knownAt", "name", "recipient", "question"))
            page.addAttribute(name.equals("name") ? "releaseName" : name, ReleaseParameters.one(given, name));
    }

    private static void look(Preview preview, Map<String, String[]> given, Model page) {
        page.addAttribute("preview", preview);
        var rows = new LinkedHashMap<String, Long>();
        preview.rows().forEach((table, count) -> rows.put(Releases.title(Releases.table(table)), count));
        page.addAttribute("rows", rows);
        page.addAttribute("left", preview.withheld().stream().map(Left::of).toList());
        var carried = new ArrayList<Carried>();
        for (var name : CARRIED)
            for (var value : ReleaseParameters.several(given, name)) carried.add(new Carried(name, value));
        carried.add(new Carried("position", Long.toString(preview.definition().position())));
        page.addAttribute("carried", carried);
    }

    private static Map<String, String[]> without(Map<String, String[]> given, String name) {
        var rest = new LinkedHashMap<>(given);
        rest.remove(name);
        return rest;
    }

    @Material("release")
    @PostMapping("/releases")
    Object make(
            @RequestParam String name,
            @RequestParam String recipient,
            @RequestParam String question,
            AsOf asOf,
            HttpServletRequest request,
            Model page)
            throws IOException {
        try (var folder = new PassingFolder()) {
            var recorder = desk.getIfAvailable(() -> (release, by) -> {
                throw new CannotBeMade(
                        "The other side of the ledger runs by itself here: hand in there what /api/release-command answers");
            });
            var made = releases.make(
                    name, recipient, question, ReleaseParameters.read(request.getParameterMap(), asOf), folder.path());
            recorder.record(made, actors.get().researcher());
            return "redirect:/releases/" + made.release();
        } catch (BadQuestion | CannotBeMade refused) {
            var again =
                    new ModelAndView(form(asOf, request, page, refused.getMessage()), HttpStatus.UNPROCESSABLE_CONTENT);
            again.addAllObjects(page.asMap());
            return again;
        }
    }
}
