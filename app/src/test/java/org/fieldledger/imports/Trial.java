package org.fieldledger.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The trial as its files have it, counted without any code of the import. */
record Trial(
        Path folder,
        Map<String, Map<String, String>> people,
        Map<String, Map<String, String>> assessments,
        Map<String, String> visits) {

    /** The items that make the total the source calls ACTOT. */
    private static final List<String> TOTALLED = List.of(
            "ACITM01", "ACITM02", "ACITM04", "ACITM05", "ACITM06", "ACITM07", "ACITM08", "ACITM11", "ACITM12",
            "ACITM13", "ACITM14");

    /** What the source calls a visit, by the code it was imported under. */
    private static final Map<String, String> TIMEPOINTS = Map.of("AMBUL ECG REMOVAL", "ecg-removal");

    /** The large files beside the project, where somebody has put them. */
    static Optional<Path> whole() {
        return Stream.of(System.getenv("FIELDLEDGER_SHARED_DATA"), "../shared/data", "../../shared/data")
                .filter(Objects::nonNull)
                .map(folder -> Path.of(folder, "cdisc-pilot"))
                .filter(folder -> Files.isRegularFile(folder.resolve("adadas.json")))
                .findFirst();
    }

    /** Four people of it, which come with the project. */
    static Path excerpt() {
        return Path.of("src/test/resources/cdisc-pilot-excerpt");
    }

    static Trial in(Path folder) throws IOException {
        var people = new TreeMap<String, Map<String, String>>();
        for (var row : rows(folder.resolve("adsl.json"))) people.put(row.get("USUBJID"), row);
        var assessments = new TreeMap<String, Map<String, String>>();
        var visits = new TreeMap<String, String>();
        for (var row : rows(folder.resolve("adadas.json"))) {
            if (!row.getOrDefault("DTYPE", "").isEmpty()) continue;
            var visit = cell(row, "VISIT");
            visits.put(
                    row.get("USUBJID") + " " + row.get("ADT"),
                    TIMEPOINTS.getOrDefault(
                            visit, visit.toLowerCase(Locale.ROOT).replace(' ', '-')));
            var answers =
                    assessments.computeIfAbsent(row.get("USUBJID") + " " + row.get("ADT"), key -> new HashMap<>());
            answers.put(row.get("PARAMCD"), row.getOrDefault("AVAL", ""));
        }
        return new Trial(folder, people, assessments, visits);
    }

    static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    List<Path> files() {
        return List.of(folder.resolve("adsl.json"), folder.resolve("adadas.json"));
    }

    Map<String, String> person(String assessment) {
        return Objects.requireNonNull(people.get(assessment.substring(0, 11)));
    }

    String day(String assessment) {
        return assessment.substring(12);
    }

    /** Assessments on or before the day the person's part in the trial ended, for those who discontinued. */
    boolean within(String assessment) {
        var person = person(assessment);
        return cell(person, "DCSREAS").isEmpty() || day(assessment).compareTo(cell(person, "RFENDT")) <= 0;
    }

    long assessments(Predicate<String> which) {
        return assessments.keySet().stream().filter(which).count();
    }

    /** Rows for items, without the totals; those without a value included. */
    long itemScores(Predicate<String> which) {
        return assessments.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().keySet().stream()
                        .filter(item -> !item.equals("ACTOT"))
                        .count())
                .sum();
    }

    /** Items with a value. */
    long answers(Predicate<String> which) {
        return assessments.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().entrySet().stream()
                        .filter(item -> !item.getKey().equals("ACTOT")
                                && !item.getValue().isEmpty())
                        .count())
                .sum();
    }

    /** What an arm scored at a visit, added up, averaged and compared with baseline by hand. */
    record Direct(int n, int missing, double mean, double sd, int changed, double change, double changeSd) {}

    /** Of every arm and timepoint there was by that day; of all of it where none is named. An arm is known from its first dose. */
    Map<String, Direct> direct(@Nullable String day) {
        var totals = new TreeMap<String, List<Double>>();
        var changes = new TreeMap<String, List<Double>>();
        var missing = new TreeMap<String, Integer>();
        for (var key : assessments.keySet()) {
            if (!within(key) || day != null && day(key).compareTo(day) > 0) continue;
            var arm = arm(person(key), day);
            if (arm == null) continue;
            var cell = arm + ", " + visits.get(key);
            var total = total(key);
            if (total == null) missing.merge(cell, 1, Integer::sum);
            else totals.computeIfAbsent(cell, c -> new ArrayList<>()).add(total);
            var baseline = assessments.keySet().stream()
                    .filter(other -> other.startsWith(key.substring(0, 12))
                            && "baseline".equals(visits.get(other))
                            && within(other)
                            && (day == null || day(other).compareTo(day) <= 0))
                    .findFirst()
                    .map(this::total)
                    .orElse(null);
            if (total != null && baseline != null)
                changes.computeIfAbsent(cell, c -> new ArrayList<>()).add(total - baseline);
        }
        var direct = new TreeMap<String, Direct>();
        Stream.concat(totals.keySet().stream(), missing.keySet().stream())
                .distinct()
                .forEach(cell -> {
                    var own = totals.getOrDefault(cell, List.of());
                    var changed = changes.getOrDefault(cell, List.of());
                    direct.put(
                            cell,
                            new Direct(
                                    own.size(),
                                    missing.getOrDefault(cell, 0),
                                    mean(own),
                                    sd(own),
                                    changed.size(),
                                    mean(changed),
                                    sd(changed)));
                });
        return direct;
    }

    /** The people of an arm who had come to their first visit by then. */
    long joined(String arm, @Nullable String day) {
        return people.values().stream()
                .filter(person -> arm.equals(arm(person, day))
                        && (day == null || cell(person, "VISIT1DT").compareTo(day) <= 0))
                .count();
    }

    private static @Nullable String arm(Map<String, String> person, @Nullable String day) {
        return day == null || cell(person, "TRTSDT").compareTo(day) <= 0 ? cell(person, "TRT01P") : null;
    }

    private @Nullable Double total(String assessment) {
        var answers = Objects.requireNonNull(assessments.get(assessment));
        var sum = 0.0;
        for (var item : TOTALLED) {
            var value = answers.getOrDefault(item, "");
            if (value.isEmpty()) return null;
            sum += Double.parseDouble(value);
        }
        var source = answers.getOrDefault("ACTOT", "");
        if (!source.isEmpty() && Double.parseDouble(source) != sum)
            throw new IllegalStateException("The source totals %s otherwise".formatted(assessment));
        return sum;
    }

    static double mean(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    static double sd(List<Double> numbers) {
        if (numbers.size() < 2) return Double.NaN;
        var mean = mean(numbers);
        var squares = 0.0;
        for (var number : numbers) squares += (number - mean) * (number - mean);
        return Math.sqrt(squares / (numbers.size() - 1));
    }

    /** The share of an arm that had not discontinued after so many days, day by day from the first visit, person by person. */
    double remaining(String arm, int until, String lastDay) {
        var remaining = 1.0;
        for (var day = 0; day <= until; day++) {
            var there = 0;
            var leaving = 0;
            for (var person : people.values()) {
                if (!cell(person, "TRT01P").equals(arm)) continue;
                var left = !cell(person, "DCSREAS").isEmpty();
                var followed = ChronoUnit.DAYS.between(
                        LocalDate.parse(cell(person, "VISIT1DT")),
                        LocalDate.parse(left ? cell(person, "RFENDT") : lastDay));
                if (followed >= day) there++;
                if (left && followed == day) leaving++;
            }
            if (leaving > 0) remaining *= (double) (there - leaving) / there;
        }
        return remaining;
    }

    private static List<Map<String, String>> rows(Path file) throws IOException {
        JsonNode dataset = JsonMapper.shared().readTree(Files.readString(file));
        var columns = new ArrayList<String>();
        dataset.get("columns").forEach(column -> columns.add(column.get("name").asString()));
        var rows = new ArrayList<Map<String, String>>();
        for (var row : dataset.get("rows")) {
            var cells = new HashMap<String, String>();
            for (int i = 0; i < columns.size(); i++)
                cells.put(columns.get(i), row.get(i).isNull() ? "" : row.get(i).asString());
            rows.add(cells);
        }
        return rows;
    }
}
