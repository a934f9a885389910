package org.fieldledger.query.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.fieldledger.query.release.Column.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written as Parquet, read by a program of others. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParquetTableTest {

    private static final List<Column> COLUMNS = List.of(
            new Column("id", Kind.TEXT, true, ""),
            new Column("rarely", Kind.TEXT, false, ""),
            new Column("never", Kind.TEXT, false, ""),
            new Column("number", Kind.NUMBER, false, ""),
            new Column("place", Kind.INTEGER, true, ""),
            new Column("yes", Kind.BOOLEAN, true, ""),
            new Column("at", Kind.MOMENT, false, ""));

    @TempDir
    Path folder;

    /** Without rows, with one, around a group of eight, and over the end of a group of rows. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 300, 65_536, 65_537})
    void any_rows_read_as_they_were_written(int count) throws IOException {
        long seed = System.nanoTime();
        System.out.println("ParquetTableTest seed " + seed);
        var random = new Random(seed);
        var rows = new ArrayList<@Nullable Object[]>();
        for (int n = 0; n < count; n++) rows.add(row(random, n));
        var file = folder.resolve("rows.parquet");

        try (var table = new ParquetTable(Files.newOutputStream(file), COLUMNS)) {
            for (var row : rows) table.row(row);
        }

        var read = ParquetAsRead.rows(file, COLUMNS);
        assertThat(read).as("seed %d", seed).hasSize(count);
        for (int n = 0; n < count; n++)
            for (int at = 0; at < COLUMNS.size(); at++)
                if (!Objects.equals(
                        read.get(n).get(COLUMNS.get(at).name()), Objects.toString(Column.written(rows.get(n)[at]), "")))
                    throw new AssertionError("seed %d, row %d, column %s: %s"
                            .formatted(seed, n, COLUMNS.get(at).name(), read.get(n)));
    }

    private static @Nullable Object[] row(Random random, int n) {
        var many = random.nextInt(3) == 0;
        return new @Nullable Object[] {
            many ? "é-" + random.nextInt(100_000) : "the same",
            random.nextInt(50) == 0 ? "zwölf\n\u0000" + random.nextInt(5) : null,
            null,
            random.nextBoolean()
                    ? new BigDecimal(random.nextInt(2_000) - 1_000)
                            .movePointLeft(1)
                            .stripTrailingZeros()
                    : null,
            (long) n << random.nextInt(30),
            random.nextBoolean(),
            random.nextInt(4) == 0 ? null : Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L)
        };
    }
}
