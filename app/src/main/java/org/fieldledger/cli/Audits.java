package org.fieldledger.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.fieldledger.cli.Reports.AskedAsOf;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.audit.Audit;
import org.fieldledger.query.audit.Audit.Askable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger audit}: one question of an ethics officer, answered as a table, as CSV or as JSON. */
@Command(
        name = "audit",
        description = "Answers one of the audit questions; without a question, lists them.",
        mixinStandardHelpOptions = true)
final class Audits implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private AskedAsOf asked = new AskedAsOf();

    @Parameters(arity = "0..1", paramLabel = "QUESTION", description = "such as covered; all of them if left out")
    private @Nullable String question;

    @Option(names = "--case", paramLabel = "CODE", description = "one case, such as CAFE")
    private @Nullable String caseCode;

    @Option(
            names = {"--person", "--participant"},
            paramLabel = "CODE",
            description = "one person, such as CAFE-0042")
    private @Nullable String person;

    @Option(names = "--session", paramLabel = "CODE", description = "one meeting, such as CAFE-FG-2020-01")
    private @Nullable String session;

    @Option(names = "--within", paramLabel = "MONTHS", description = "how many months ahead; 12 if left out")
    private @Nullable String within;

    @Option(names = "--reader", paramLabel = "NAME", description = "who read: a user name or a researcher code")
    private @Nullable String reader;

    @Option(
            names = {"--since", "--checkpoint"},
            paramLabel = "DAY|CHECKPOINT",
            description =
                    "who-read: nothing earlier than this day; log-intact: a position and root as an earlier answer gave them, such as 4932:9f86d0...")
    private @Nullable String since;

    @Mixin
    private AnswerOptions answered = new AnswerOptions();

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        try {
            if (question == null) list(out);
            else ask(Audit.question(question));
        } catch (BadQuestion refused) {
            throw new StartRefused(String.valueOf(refused.getMessage()), refused);
        }
        out.flush();
        return 0;
    }

    private static void list(PrintWriter out) {
        for (var one : Audit.questions())
            out.printf("%2d  %-17s %s%s%n", one.number(), one.name(), one.asks(), narrowing(one));
        out.println();
        out.println("./fieldledger audit QUESTION asks one, as of --true-at and --known-at; --help tells the rest.");
    }

    private static String narrowing(Askable question) {
        var needs = question.needs().stream().map(Audits::option).sorted().toList();
        var takes = question.takes().stream()
                .map(Audits::option)
                .filter(one -> !needs.contains(one))
                .sorted()
                .toList();
        var all = new ArrayList<String>();
        if (!needs.isEmpty()) all.add("needs " + String.join(" ", needs));
        if (!takes.isEmpty()) all.add("takes " + String.join(" ", takes));
        return all.isEmpty() ? "" : all.stream().collect(Collectors.joining("; ", " (", ")"));
    }

    /** A parameter of a question as it is written here. */
    private static String option(String parameter) {
        return switch (parameter) {
            case "participant" -> "--person";
            case "checkpoint" -> "--since";
            default -> "--" + parameter;
        };
    }

    private Map<String, String> narrowedBy(Askable question) {
        var given = new TreeMap<String, String>();
        put(given, "case", caseCode);
        put(given, "participant", person);
        put(given, "session", session);
        put(given, "within", within);
        put(given, "reader", reader);
        put(given, question.takes().contains("checkpoint") ? "checkpoint" : "since", since);
        for (var name : given.keySet())
            if (!question.takes().contains(name))
                throw new StartRefused("%s takes no %s. It takes %s."
                        .formatted(
                                question.name(),
                                option(name),
                                question.takes().stream()
                                                .map(Audits::option)
                                                .sorted()
                                                .collect(Collectors.joining(
                                                        ", ",
                                                        "",
                                                        question.takes().isEmpty() ? "" : ", "))
                                        + "--true-at and --known-at"));
        for (var name : question.needs())
            if (!given.containsKey(name))
                throw new StartRefused("%s asks about one: add %s, such as %s."
                        .formatted(
                                question.name(),
                                option(name),
                                name.equals("participant") ? "--person CAFE-0042" : option(name) + " ..."));
        return given;
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) given.put(name, value);
    }

    private void ask(Askable question) throws IOException {
        var narrowedBy = narrowedBy(question);
        var asOf = asked.asOf();
        answered.answer(
                spec.commandLine(),
                options,
                asked.zone(),
                question,
                audit -> audit.ask(question.name(), asOf, narrowedBy));
    }
}
