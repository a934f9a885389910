package org.fieldledger.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.fieldledger.access.Accounts;
import org.fieldledger.cli.DemonstrationLoad;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.policy.WhenCoverWasTakenAwayLate;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.programme.ProgrammeDefinition;
import org.fieldledger.programme.ProgrammeFile;
import org.fieldledger.query.projection.Checkpoints;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Projections;
import org.fieldledger.store.DemonstrationClock;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreIdentity;
import org.fieldledger.store.StoreKind;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The demonstration in a store: loads it once, however often it is cut off, and lets people in when it is there. */
@Component
@ConditionalOnProperty("fieldledger.demonstration.load")
public class DemonstrationStore implements DemonstrationLoad {

    private static final Duration CATCHING_UP = Duration.ofMinutes(10);

    private final Desk desk;
    private final WhenCoverWasTakenAwayLate lateCover;
    private final EventLog log;
    private final Clock clock;
    private final Projections projections;
    private final Checkpoints checkpoints;
    private final SmartLifecycle reporting;
    /** None in a store that is no demonstration. */
    private final @Nullable LoadRecord record;

    private final DemonstrationRelease release;
    private final DemonstrationSignIns signIns;

    DemonstrationStore(
            StoreIdentity store,
            Desk desk,
            WhenCoverWasTakenAwayLate lateCover,
            EventLog log,
            Clock clock,
            Projections projections,
            Checkpoints checkpoints,
            @Qualifier("reportingRunner") SmartLifecycle reporting,
            DataSource database,
            Vault vault,
            Accounts accounts) {
        this.desk = desk;
        this.lateCover = lateCover;
        this.log = log;
        this.clock = clock;
        this.projections = projections;
        this.checkpoints = checkpoints;
        this.reporting = reporting;
        this.release = new DemonstrationRelease(log, database, vault, clock, desk);
        this.record = store.kind() == StoreKind.DEMONSTRATION ? new LoadRecord(database) : null;
        this.signIns = new DemonstrationSignIns(accounts);
        if (record != null && !isDue()) handOver();
    }

    @Override
    public final boolean isDue() {
        return record().begun().filter(LoadRecord.Begun::finished).isEmpty();
    }

    @Override
    public void load(long seed, int scale, PrintWriter operator) {
        var record = record();
        record.begin(seed, scale);
        var begun = record.begun().orElseThrow();
        if (begun.seed() != seed || begun.scale() != scale)
            throw new StartRefused(("The load of this demonstration was begun with --seed %d --scale %d and cut off."
                            + " Give the same again to finish it, or choose another folder with --data-dir.")
                    .formatted(begun.seed(), begun.scale()));
        var programme = reference();
        // Judged at once afterwards, everybody is judged a few times and not every evening.
        reporting.stop();
        var lived = live(programme, seed, scale);
        release.make(programme.zone());
        record.finish();
        handOver();
        reporting.start();
        operator.printf(
                "The demonstration is loaded: %,d people in nine cases, %,d events from 2019 to 2024; the gate refused %,d"
                        + " attempts, as it should.%n",
                lived.people(), lived.recorded(), lived.refused());
        operator.flush();
    }

    private LoadRecord record() {
        if (record == null)
            throw new StartRefused("This store was made for real data, and a demonstration never joins it."
                    + " Choose another folder with --data-dir, or run ./fieldledger serve.");
        return record;
    }

    private Demonstration.Lived live(ProgrammeDefinition programme, long seed, int scale) {
        var ago = new LoadSoFar(log, desk);
        var days = ChronoUnit.DAYS.between(programme.begins(), programme.ends()) + 1;
        try (var bar = new ProgressBarBuilder()
                .setTaskName("Living through 2019–2024")
                .setUnit(" days", 1)
                .setInitialMax(days)
                .build()) {
            var lived = new Demonstration(programme, seed, scale)
                    .live(
                            day -> {
                                ((DemonstrationClock) clock).advance(day);
                                return ago.deskOn(LocalDate.ofInstant(day, ZoneOffset.UTC));
                            },
                            (day, recorded, refused) -> {
                                lateCover.catchUp();
                                bar.step();
                                bar.setExtraMessage("%s, %,d events".formatted(day, recorded));
                            });
            bar.setExtraMessage("bringing the projections up to date");
            for (Projection projection : projections.all())
                checkpoints.await(projection.name(), log.head(), CATCHING_UP);
            return lived;
        }
    }

    private void handOver() {
        if (clock instanceof DemonstrationClock simulated) simulated.handOver();
    }

    @Override
    public void welcome(Path home, PrintWriter operator) {
        var password = signIns.password(home);
        operator.println();
        operator.println("Sign in with the password " + password + " as");
        for (var signIn : signIns.all()) operator.printf("  %-16s %s%n", signIn.username(), may(signIn));
        operator.println();
        operator.println("Try: the case CAFE as it was on 2021-06-30, first as known then, then as known now;"
                + " a person of WARDS whose consent changed; ./fieldledger audit");
        operator.println();
        operator.flush();
    }

    private static String may(DemonstrationSignIns.SignIn signIn) {
        return switch (signIn.role()) {
            case FIELDWORKER -> "records in the cases CAFE and WARDS";
            case RESEARCHER -> "records and reads, in all nine cases";
            case ETHICS_OFFICER -> "reads every consent trail";
            case DATA_MANAGER -> "imports, corrects and releases";
            case ADMINISTRATOR -> "looks after accounts, and sees no participant data";
            case REPORTING -> "reads what is published for reporting";
        };
    }

    private static ProgrammeDefinition reference() {
        try {
            return ProgrammeFile.reference();
        } catch (IOException e) {
            throw new UncheckedIOException("The reference programme that comes with Fieldledger cannot be read", e);
        }
    }
}
