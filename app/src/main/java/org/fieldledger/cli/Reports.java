package org.fieldledger.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Report;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.governance.GovernanceCommand.SignOffAuditReport;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOfParameters;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.NothingKnown;
import org.fieldledger.query.audit.AuditReport;
import org.fieldledger.query.audit.AuditReport.Made;
import org.fieldledger.query.audit.AuditReport.Scope;
import org.fieldledger.query.audit.AuditReports;
import org.fieldledger.query.audit.AuditReports.Signature;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger report}: every question of an ethics officer answered on one paper, which can be signed off. */
@Command(
        name = "report",
        description = "Writes the audit report of a case, a person or the programme as a PDF, and signs it off.",
        mixinStandardHelpOptions = true,
        subcommands = Reports.Check.class)
final class Reports implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private AskedAsOf asked = new AskedAsOf();

    @Option(names = "--case", paramLabel = "CODE", description = "one case; with no case and no person, the programme")
    private @Nullable String caseCode;

    @Option(names = "--participant", paramLabel = "CODE", description = "one person")
    private @Nullable String participant;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where to; named after what it is about if left out")
    private @Nullable Path output;

    @Option(
            names = "--by",
            defaultValue = "ethics-officer",
            paramLabel = "CODE",
            description = "who has it made, and signs it (default: ${DEFAULT-VALUE})")
    private ResearcherCode by = new ResearcherCode("ethics-officer");

    @Option(
            names = "--sign-off",
            paramLabel = "SHA-256",
            description =
                    "signs it: what the report that was read gives as SHA-256 of all answers, so that nobody signs"
                            + " what they have not read")
    private @Nullable String signOff;

    @Override
    public Integer call() throws IOException {
        var scope = new Scope(
                read("--case", caseCode, CaseCode::new), read("--participant", participant, ParticipantCode::new));
        var file = Objects.requireNonNullElseGet(output, () -> Path.of(scope.fileName() + ".pdf"));
        try {
            if (signOff != null) sign(scope, new Sha256(signOff), file);
            else write(scope, file);
        } catch (BadQuestion | NothingKnown | IllegalArgumentException refused) {
            throw new StartRefused(refused.getMessage() + ".", refused);
        }
        return 0;
    }

    private void write(Scope scope, Path file) throws IOException {
        var out = spec.commandLine().getOut();
        var report = StoreReading.with(options, sentence -> out.println(sentence + "."), store -> {
            var reports = AuditReports.ofEveryCase(store.log(), asked.zone(), store.database(), store.vault());
            var about = reports.about(scope, asked.asOf());
            Files.write(
                    file, reports.print(about, new Made(by, Clock.systemUTC().instant(), false)));
            return about;
        });
        told(out, report, file);
        out.printf(
                "To sign it off, when you have read it: the same command with --true-at %s --known-at %s --sign-off %s%n",
                report.basis().trueAt(), report.basis().knownAt(), report.findings());
        out.flush();
    }

    private void sign(Scope scope, Sha256 read, Path file) throws IOException {
        var out = spec.commandLine().getOut();
        try (var application = RunningApplication.start(
                options.openExisting(sentence -> out.println(sentence + ".")), WebApplicationType.NONE, Map.of())) {
            var log = application.context().getBean(EventLog.class);
            var reports = AuditReports.ofEveryCase(
                    log,
                    asked.zone(),
                    application.context().getBean(DataSource.class),
                    application.context().getBean(Vault.class));
            var report = reports.about(scope, asked.asOf());
            if (!report.findings().equals(read))
                throw new StartRefused(
                        "The answers are not those you read: they come to %s now. Name the two times of the report you read (--true-at, --known-at), or read this one first."
                                .formatted(report.findings()));
            var made = new Made(by, Clock.systemUTC().instant(), true);
            var paper = reports.print(report, made);
            var command = new SignOffAuditReport(
                    Report.on(scope.caseCode(), Occurred.at(made.at(), asked.zone()))
                            .done(),
                    scope.participant(),
                    report.signOffCode(made),
                    Sha256.of(paper),
                    report.findings(),
                    report.basis().trueAt(),
                    Objects.requireNonNull(report.basis().knownAt()),
                    report.basis().position(),
                    report.root());
            Files.write(file, paper);
            var desk = application.context().getBean(Desk.class);
            var answer = desk.submit(desk.ofContent(List.of(command), by)).getFirst();
            if (answer instanceof Answer.Rejected rejected) {
                Files.delete(file);
                throw new StartRefused(rejected.problems().stream()
                        .map(Problem::detail)
                        .collect(Collectors.joining(". ", "Not signed off: ", ".")));
            }
            told(out, report, file);
            out.printf(
                    "Signed off by %s as %s; the log holds the SHA-256 of this file.%n", by, report.signOffCode(made));
            out.flush();
        }
    }

    private static void told(PrintWriter out, AuditReport report, Path file) {
        out.printf(
                "%s: %s, on %,d events; %s.%n",
                file,
                report.scope().told(),
                report.basis().position(),
                report.mattering() == 0
                        ? "nothing calls for a decision"
                        : "findings that call for a decision: %,d".formatted(report.mattering()));
    }

    static <C> @Nullable C read(String option, @Nullable String written, Function<String, C> reading) {
        if (written == null) return null;
        try {
            return reading.apply(written);
        } catch (IllegalArgumentException wrong) {
            throw new StartRefused("%s: %s.".formatted(option, wrong.getMessage()), wrong);
        }
    }

    /** The two times of a question, and the zone that days are counted in. */
    static final class AskedAsOf {

        @Option(names = "--true-at", paramLabel = "TIME", description = "how it was in the field: a day, or a moment")
        private @Nullable String trueAt;

        @Option(names = "--known-at", paramLabel = "TIME", description = "as far as was known: a day, or a moment")
        private @Nullable String knownAt;

        @Option(
                names = "--zone",
                defaultValue = "${env:FIELDLEDGER_ZONE:-Europe/Stockholm}",
                paramLabel = "ZONE",
                description = "where days begin and end (default: ${DEFAULT-VALUE})")
        private ZoneId zone = ZoneId.of("Europe/Stockholm");

        AsOf asOf() {
            return new AsOfParameters(zone).read(trueAt, knownAt);
        }

        ZoneId zone() {
            return zone;
        }
    }

    /** {@code ./fieldledger report verify}. Exit code 0: signed, and the log is as it was then; 2: not so. */
    @Command(
            name = "verify",
            description = "Tells whether the log holds the signature of exactly this file.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        private static final int NOT_AS_SIGNED = 2;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Parameters(paramLabel = "FILE", description = "a signed report")
        @SuppressWarnings("NullAway.Init") // required
        private Path file;

        @Override
        public Integer call() throws IOException {
            var out = spec.commandLine().getOut();
            var bytes = Files.readAllBytes(file);
            var verdict = StoreReading.with(
                    options,
                    sentence -> out.println(sentence + "."),
                    store -> AuditReports.ofEveryCase(
                                    store.log(), ZoneId.of("Europe/Stockholm"), store.database(), Opening.CLOSED)
                            .check(bytes));
            var signature = verdict.signature();
            out.println(
                    switch (verdict.finding()) {
                        case SIGNED -> "%s is signed off, unchanged. %s".formatted(file, told(signature));
                        case NOT_AS_SIGNED ->
                            "%s is NOT as it was signed: the log holds this signature of another file. %s"
                                    .formatted(file, told(signature));
                        case NOT_SIGNED -> "The log holds no signature of %s.".formatted(file);
                    });
            out.flush();
            return switch (verdict.finding()) {
                case SIGNED -> signature != null && signature.logAsThen() ? 0 : NOT_AS_SIGNED;
                case NOT_AS_SIGNED, NOT_SIGNED -> NOT_AS_SIGNED;
            };
        }

        private static String told(@Nullable Signature signature) {
            if (signature == null) return "";
            return "Signature %s by %s, recorded %s as event %s, on the log up to position %,d, known at %s. The log up to there is %s."
                    .formatted(
                            signature.signOff(),
                            signature.signedBy(),
                            signature.recordedAt(),
                            signature.event(),
                            signature.position(),
                            signature.knownAt(),
                            signature.logAsThen() ? "as it was then" : "NOT as it was then");
        }
    }
}
