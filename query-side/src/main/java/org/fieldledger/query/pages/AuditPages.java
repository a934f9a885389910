package org.fieldledger.query.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fieldledger.access.CurrentActor;
import org.fieldledger.access.Material;
import org.fieldledger.access.NoMaterial;
import org.fieldledger.access.Role;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Paging;
import org.fieldledger.query.audit.Audit;
import org.fieldledger.query.audit.Audit.Askable;
import org.fieldledger.query.audit.AuditTable;
import org.fieldledger.query.register.RegisterView;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The audit questions and the tasks ahead as pages. A question opens with its form alone; it is asked, and recorded as a
 * read, only once whoever looks has said what they want ({@code ask} in the address).
 */
@Controller
@ConditionalOnWebApplication // the command line asks without pages
class AuditPages {

    private static final int ROWS = 50;

    private static final Map<String, List<Integer>> GROUPS = groups();

    private static Map<String, List<Integer>> groups() {
        var groups = new LinkedHashMap<String, List<Integer>>();
        groups.put("Was it covered", List.of(1, 12, 5, 2, 8));
        groups.put("Who decided, and on what", List.of(3, 4, 13, 14));
        groups.put("What is coming", List.of(9, 10, 11));
        groups.put("Whose material, and where it is", List.of(18, 6, 15, 16, 19));
        groups.put("The record itself", List.of(17, 7, 20));
        return groups;
    }

    /** Questions that belong together, those that whoever looks may ask. */
    public record Group(String title, List<Askable> questions) {}

    /** What a question can be narrowed by on its form. */
    public record Field(String name, String label, String value, String hint, String meaning, boolean needed) {}

    private final Audit audit;
    private final RegisterView register;
    private final CurrentActor actors;

    AuditPages(Audit audit, RegisterView register, CurrentActor actors) {
        this.audit = audit;
        this.register = register;
        this.actors = actors;
    }

    @NoMaterial("The questions themselves")
    @GetMapping("/audit")
    String questions(Model page) {
        var all = actors.find().filter(actor -> actor.is(Role.ETHICS_OFFICER)).isPresent();
        page.addAttribute(
                "groups",
                GROUPS.entrySet().stream()
                        .map(group -> new Group(
                                group.getKey(),
                                group.getValue().stream()
                                        .flatMap(number ->
                                                Audit.questions().stream().filter(one -> one.number() == number))
                                        .filter(one -> all || one.forDataManagers())
                                        .toList()))
                        .filter(group -> !group.questions().isEmpty())
                        .toList());
        return "audit";
    }

    @NoMaterial("The form of a question, before it is asked")
    @GetMapping(path = "/audit/{question}", params = "!ask")
    String form(@PathVariable String question, AsOf asOf, HttpServletRequest request, Model page) {
        return form(Audit.question(question), "/audit/" + question, asOf, request, page);
    }

    @Material("audit")
    @GetMapping(path = "/audit/{question}", params = "ask")
    String answer(
            @PathVariable String question,
            AsOf asOf,
            @RequestParam(required = false) @Nullable String from,
            HttpServletRequest request,
            Model page) {
        return answer(Audit.question(question), "/audit/" + question, asOf, from, request, page);
    }

    @NoMaterial("The form of the question, before it is asked")
    @GetMapping(path = "/tasks", params = "!ask")
    String tasksForm(AsOf asOf, HttpServletRequest request, Model page) {
        return form(Audit.tasks(), "/tasks", asOf, request, page);
    }

    @Material("tasks")
    @GetMapping(path = "/tasks", params = "ask")
    String tasks(
            AsOf asOf, @RequestParam(required = false) @Nullable String from, HttpServletRequest request, Model page) {
        return answer(Audit.tasks(), "/tasks", asOf, from, request, page);
    }

    private String form(Askable question, String path, AsOf asOf, HttpServletRequest request, Model page) {
        var narrowedBy = narrowedBy(question, request);
        page.addAttribute("question", question);
        page.addAttribute("path", path);
        page.addAttribute(
                "cases",
                question.takes().contains("case")
                        ? register.cases(asOf, everyCase()).items()
                        : null);
        page.addAttribute("chosen", narrowedBy.get("case"));
        page.addAttribute("fields", fields(question, narrowedBy));
        var times = UriComponentsBuilder.newInstance();
        for (var name : List.of("trueAt", "knownAt")) {
            var value = request.getParameter(name);
            if (value != null && !value.isBlank()) times.queryParam(name, value);
        }
        var download = times.cloneBuilder();
        narrowedBy.forEach(download::queryParam);
        page.addAttribute("download", download.build().encode().getQuery());
        page.addAttribute(
                "shown", download.queryParam("ask", "1").build().encode().getQuery());
        var rest = UriComponentsBuilder.newInstance().queryParam("ask", "1");
        narrowedBy.forEach(rest::queryParam);
        page.addAttribute(
                "times",
                new Times(
                        path,
                        request.getParameter("trueAt"),
                        request.getParameter("knownAt"),
                        String.valueOf(rest.build().encode().getQuery()),
                        List.of()));
        return "audit-question";
    }

    private String answer(
            Askable question, String path, AsOf asOf, @Nullable String from, HttpServletRequest request, Model page) {
        var narrowedBy = narrowedBy(question, request);
        form(question, path, asOf, request, page);
        var missing = question.needs().stream()
                .filter(need -> !narrowedBy.containsKey(need))
                .findFirst();
        if (missing.isPresent()) throw new BadQuestion(label(missing.get()), "", "Name one, and ask again");
        var first = row(from);
        var part = audit.part(question, asOf, narrowedBy, first, ROWS);
        page.addAttribute("found", part.answer());
        page.addAttribute("table", AuditTable.of(part.answer()));
        page.addAttribute("rows", part.rows());
        page.addAttribute("first", first);
        page.addAttribute("earlier", first > 0 ? Optional.of(Math.max(0, first - ROWS)) : Optional.empty());
        page.addAttribute("later", first + ROWS < part.rows() ? Optional.of(first + ROWS) : Optional.empty());
        return "audit-question";
    }

    private static Paging everyCase() {
        return new Paging(Paging.MOST, null);
    }

    private static Map<String, String> narrowedBy(Askable question, HttpServletRequest request) {
        var given = new LinkedHashMap<String, String>();
        for (var name : question.takes().stream().sorted().toList()) {
            var value = request.getParameter(name);
            if (value != null && !value.isBlank()) given.put(name, value.strip());
        }
        return given;
    }

    private static List<Field> fields(Askable question, Map<String, String> narrowedBy) {
        return question.takes().stream()
                .sorted()
                .filter(name -> !name.equals("case"))
                .map(name -> new Field(
                        name,
                        label(name),
                        narrowedBy.getOrDefault(name, ""),
                        hint(name),
                        Audit.meaning(name),
                        question.needs().contains(name)))
                .toList();
    }

    private static String label(String name) {
        return switch (name) {
            case "participant" -> "person";
            case "session" -> "meeting";
            case "within" -> "months ahead";
            case "reader" -> "read by";
            case "since" -> "since the day";
            default -> name;
        };
    }

    private static String hint(String name) {
        return switch (name) {
            case "participant" -> "CAFE-0042";
            case "session" -> "CAFE-FG-2020-01";
            case "within" -> "12";
            case "reader" -> "researcher";
            case "since" -> "2021-03-04";
            default -> "";
        };
    }

    private static int row(@Nullable String from) {
        if (from == null || from.isBlank()) return 0;
        try {
            var row = Integer.parseInt(from);
            if (row >= 0) return row;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadQuestion("from", from, "Write the number of the first row to show, from 0");
    }
}
