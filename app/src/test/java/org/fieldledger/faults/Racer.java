package org.fieldledger.faults;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.fieldledger.command.CommandDesk;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Problem;
import org.fieldledger.command.desk.Answer;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Vault;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * A process with a desk of its own, that records one side of each race when told to. Line by line on its standard input:
 * {@code before N}, to put what the first N races need on record; {@code action n} and {@code taking n}, to record that side
 * of race n. Each line is answered by one, once it has been decided.
 */
final class Racer {

    private static final int BATCH = 20;

    public static void main(String[] arguments) throws IOException {
        var seed = Long.parseLong(arguments[2]);
        var settings = new HikariConfig();
        settings.setJdbcUrl(arguments[0]);
        settings.setUsername(arguments[1]);
        settings.setPassword(System.getenv(Writers.PASSWORD));
        settings.setMaximumPoolSize(4);
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        try (var database = new HikariDataSource(settings);
                var side = new AnnotationConfigApplicationContext()) {
            side.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
            side.registerBean(
                    EventLog.class, () -> EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry()));
            side.registerBean(Vault.class, () -> Vault.open(database, Path.of(arguments[3])));
            side.register(CommandDesk.class);
            side.refresh();
            obey(side.getBean(Desk.class), seed);
        }
    }

    private static void obey(Desk desk, long seed) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        say("ready");
        for (var order = orders.readLine(); order != null; order = orders.readLine()) {
            var words = order.split(" ", 2);
            var number = Integer.parseInt(words[1]);
            switch (words[0]) {
                case "before" -> {
                    before(desk, seed, number);
                    say("done");
                }
                case "action" -> {
                    var race = Race.of(seed, number);
                    say(record(desk, race.recording(), race.actionLater()));
                }
                default -> {
                    var race = Race.of(seed, number);
                    say(record(desk, race.takingAway(), race.takingLater()));
                }
            }
        }
    }

    private static void before(Desk desk, long seed, int races) {
        var commands = new ArrayList<>(Race.programme());
        for (int number = 0; number < races; number++) {
            commands.addAll(Race.of(seed, number).before());
            if (number % BATCH == BATCH - 1 || number == races - 1) {
                desk.submit(commands.stream().map(Racer::submission).toList()).forEach(answer -> {
                    if (answer instanceof Answer.Rejected rejected)
                        throw new IllegalStateException("The race is not set up: " + rejected.problems());
                });
                commands.clear();
            }
        }
    }

    private static String record(Desk desk, FieldCommand command, int laterUs) {
        LockSupport.parkNanos(laterUs * 1_000L);
        return switch (desk.submit(submission(command))) {
            case Answer.Accepted accepted -> "accepted";
            case Answer.Rejected rejected ->
                rejected.problems().stream()
                        .map(Problem::rule)
                        .map(rule -> rule.code())
                        .collect(Collectors.joining(",", "refused ", ""));
        };
    }

    private static Submission submission(FieldCommand command) {
        return Submission.of(UUID.randomUUID(), command, Race.RECORDER);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private Racer() {}
}
