package org.fieldledger.cli;

import java.io.IOException;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.fieldledger.cli.Reports.AskedAsOf;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.audit.Audit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger tasks}: what falls due, for whom and why. */
@Command(
        name = "tasks",
        description = "Tells what falls due in the months ahead, for whom and by which rule.",
        mixinStandardHelpOptions = true)
final class Tasks implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private AskedAsOf asked = new AskedAsOf();

    @Mixin
    private AnswerOptions answered = new AnswerOptions();

    @Option(names = "--case", paramLabel = "CODE", description = "one case, such as CAFE; all of them if left out")
    private @Nullable String caseCode;

    @Option(
            names = {"--person", "--participant"},
            paramLabel = "CODE",
            description = "one person, such as CAFE-0042")
    private @Nullable String person;

    @Option(names = "--within", paramLabel = "MONTHS", description = "how many months ahead; 12 if left out")
    private @Nullable String within;

    @Override
    public Integer call() throws IOException {
        var narrowedBy = new TreeMap<String, String>();
        if (caseCode != null) narrowedBy.put("case", caseCode);
        if (person != null) narrowedBy.put("participant", person);
        if (within != null) narrowedBy.put("within", within);
        try {
            var asOf = asked.asOf();
            answered.answer(
                    spec.commandLine(), options, asked.zone(), Audit.tasks(), audit -> audit.tasks(asOf, narrowedBy));
        } catch (BadQuestion refused) {
            throw new StartRefused(String.valueOf(refused.getMessage()), refused);
        }
        return 0;
    }
}
