package org.fieldledger.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.query.Rebuilding;
import org.fieldledger.query.projection.ProjectionRebuild.Progress;
import org.fieldledger.query.projection.RebuildUnderWay;
import org.fieldledger.query.projection.UnknownProjection;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./fieldledger rebuild}: every answer worked out anew from the log. The store may be in use meanwhile; one that was cut
 * off goes on where it was.
 */
@Command(
        name = "rebuild",
        description = "Works out anew from the log what questions are answered from; also while the store is in use."
                + " Cut off and started again, it goes on where it was.",
        mixinStandardHelpOptions = true)
final class Rebuild implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Parameters(
            paramLabel = "PROJECTION",
            arity = "0..*",
            description = "which ones, such as timeline; all if left out")
    private List<String> projections = List.of();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try (var store = options.openExisting(sentence -> out.println(sentence + "."));
                var database = store.pool(6);
                var bars = new Bars()) {
            Rebuilding.on(database, Vault.open(database, store.masterKeyFile()), projections, bars::show);
        } catch (UnknownProjection | RebuildUnderWay refused) {
            throw new StartRefused(refused.getMessage() + ".", refused);
        }
        out.println("Rebuilt; every answer rests on the log alone.");
        out.flush();
        return 0;
    }

    /** One bar after the other, on the error stream so that the output stays clean. */
    private static final class Bars implements AutoCloseable {

        private @Nullable ProgressBar bar;
        private String projection = "";

        void show(Progress progress) {
            if (!progress.projection().equals(projection)) {
                close();
                projection = progress.projection();
                bar = new ProgressBarBuilder()
                        .setTaskName("Rebuilding " + projection)
                        .setUnit(" events", 1)
                        .build();
            }
            if (bar == null) return;
            bar.maxHint(progress.total()).stepTo(progress.done());
            bar.setExtraMessage(
                    switch (progress.stage()) {
                        case ROWS ->
                            progress.left() == null ? "" : "rows for %s more".formatted(inWords(progress.left()));
                        case INDEXES -> "making indexes";
                        case CATCHING_UP -> "catching up";
                    });
        }

        private static String inWords(Duration left) {
            return left.compareTo(Duration.ofMinutes(2)) < 0 ? left.toSeconds() + " s" : left.toMinutes() + " min";
        }

        @Override
        public void close() {
            if (bar != null) bar.close();
            bar = null;
        }
    }
}
