package org.fieldledger.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a document of scenarios: what holds in all of them, and each with its sentences. Whatever else is a list item fails. */
record ScenarioDocument(List<Sentence> always, List<Scenario> scenarios) {

    enum Kind {
        GIVEN,
        WHEN,
        THEN
    }

    /** One sentence, without its first word and its full stop, and the line it stands on. */
    record Sentence(int line, Kind kind, String text) {
        @Override
        public String toString() {
            return "line %d: %s".formatted(line, text);
        }
    }

    record Scenario(int number, String group, String title, List<Sentence> sentences) {}

    private static final String ALWAYS = "In every scenario";
    private static final Pattern TITLE = Pattern.compile("### (\\d+)\\. (.+)");
    private static final Pattern SENTENCE = Pattern.compile("- (Given|When|Then) (.+)\\.");

    static ScenarioDocument read(Path file) throws IOException {
        var always = new ArrayList<Sentence>();
        var scenarios = new ArrayList<Scenario>();
        var into = new ArrayList<Sentence>();
        var group = "";
        var number = 0;
        for (var line : Files.readAllLines(file)) {
            number++;
            if (line.startsWith("## ")) {
                group = line.substring(3);
                into = group.equals(ALWAYS) ? always : new ArrayList<>();
            } else if (line.startsWith("### ")) {
                var title = TITLE.matcher(line);
                if (!title.matches()) throw unreadable(file, number, line);
                into = new ArrayList<>();
                scenarios.add(new Scenario(Integer.parseInt(title.group(1)), group, title.group(2), into));
            } else if (line.startsWith("- ")) {
                var sentence = SENTENCE.matcher(line);
                if (!sentence.matches()) throw unreadable(file, number, line);
                into.add(new Sentence(
                        number, Kind.valueOf(sentence.group(1).toUpperCase(java.util.Locale.ROOT)), sentence.group(2)));
            }
        }
        for (var i = 0; i < scenarios.size(); i++)
            if (scenarios.get(i).number() != i + 1)
                throw new IllegalArgumentException("%s numbers scenario %d as %d"
                        .formatted(file, i + 1, scenarios.get(i).number()));
        return new ScenarioDocument(always, scenarios);
    }

    private static IllegalArgumentException unreadable(Path file, int number, String line) {
        return new IllegalArgumentException(
                "%s, line %d is no sentence of a scenario; write Given, When or Then and a full stop: %s"
                        .formatted(file, number, line));
    }
}
