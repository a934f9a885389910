package org.fieldledger.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The trial as its files have it, counted without any code of the import. */
record Trial(Path folder, Map<String, Map<String, String>> people, Map<String, Map<String, String>> assessments) {

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
        for (var row : rows(folder.resolve("adadas.json"))) {
            if (!row.getOrDefault("DTYPE", "").isEmpty()) continue;
            var answers =
                    assessments.computeIfAbsent(row.get("USUBJID") + " " + row.get("ADT"), key -> new HashMap<>());
            answers.put(row.get("PARAMCD"), row.getOrDefault("AVAL", ""));
        }
        return new Trial(folder, people, assessments);
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
