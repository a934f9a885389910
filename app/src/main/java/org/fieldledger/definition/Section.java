package org.fieldledger.definition;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.fieldledger.query.Nearest;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A block of keys and values in a definition file. What is asked for and not there, or not of the right form, is noted as a
 * mistake with its line; so is, at {@link #end()}, every key that nobody asked for.
 */
public final class Section {

    private final Definition definition;
    private final String place;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    Section(Definition definition, String place, MappingNode node) {
        this.definition = definition;
        this.place = place;
        this.line = line(node);
        for (var pair : node.getValue()) {
            var key = pair.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            values.put(key, pair.getValueNode());
            lines.put(key, line(pair.getKeyNode()));
        }
    }

    public int line() {
        return line;
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The value under a key, made into something by a function that may refuse it with {@link IllegalArgumentException}. */
    public <T> T value(String key, Function<String, T> making) {
        return maybe(key, making).orElseThrow(() -> missing(key));
    }

    /** The same for a key that may be left out. */
    public <T> Optional<T> maybe(String key, Function<String, T> making) {
        asked.add(key);
        var node = values.get(key);
        if (node == null) return Optional.empty();
        if (!(node instanceof ScalarNode scalar)) {
            mistake(node, "%s is one value, not a list or a block".formatted(named(key)));
            throw new Definition.Unreadable();
        }
        if (scalar.getValue().isBlank() || scalar.getValue().equals("~")) return Optional.empty();
        return Optional.of(made(key, scalar, making));
    }

    public String text(String key) {
        return value(key, text -> text);
    }

    public @Nullable String maybeText(String key) {
        return maybe(key, text -> text).orElse(null);
    }

    public LocalDate day(String key) {
        return value(key, Section::toDay);
    }

    public @Nullable LocalDate maybeDay(String key) {
        return maybe(key, Section::toDay).orElse(null);
    }

    public ZoneId zone(String key) {
        return value(key, zone -> {
            try {
                return ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "'%s' is not a time zone; one looks like Europe/Stockholm".formatted(zone));
            }
        });
    }

    public boolean flag(String key, boolean unlessSaid) {
        return maybe(key, text -> switch (text) {
                    case "true", "yes" -> true;
                    case "false", "no" -> false;
                    default -> throw new IllegalArgumentException("'%s' is neither yes nor no".formatted(text));
                })
                .orElse(unlessSaid);
    }

    public int count(String key, int unlessSaid) {
        return maybe(key, Section::toCount).orElse(unlessSaid);
    }

    public @Nullable BigDecimal maybeNumber(String key) {
        return maybe(key, Section::toNumber).orElse(null);
    }

    public <E extends Enum<E>> E choice(String key, Class<E> kind) {
        return value(key, word -> toChoice(word, kind));
    }

    public <E extends Enum<E>> Optional<E> maybeChoice(String key, Class<E> kind) {
        return maybe(key, word -> toChoice(word, kind));
    }

    /** A list of values; empty where the key is left out. */
    public <T> List<T> values(String key, Function<String, T> making) {
        asked.add(key);
        var node = values.get(key);
        if (node == null) return List.of();
        if (!(node instanceof SequenceNode sequence)) {
            mistake(node, "%s is a list".formatted(named(key)));
            return List.of();
        }
        var made = new ArrayList<T>();
        for (var each : sequence.getValue()) {
            if (each instanceof ScalarNode scalar) made.add(made(key, scalar, making));
            else mistake(each, "%s lists plain values".formatted(named(key)));
        }
        return made;
    }

    /** A block under a key that must be there. */
    public <T> T section(String key, Function<Section, T> reading) {
        return maybeSection(key, reading).orElseThrow(() -> missing(key));
    }

    public <T> Optional<T> maybeSection(String key, Function<Section, T> reading) {
        asked.add(key);
        var node = values.get(key);
        if (node == null) return Optional.empty();
        if (!(node instanceof MappingNode mapping)) {
            mistake(node, "%s is a block of keys and values".formatted(named(key)));
            throw new Definition.Unreadable();
        }
        return read(new Section(definition, named(key), mapping), reading);
    }

    /** A list of blocks; empty where the key is left out. A block that cannot be read is noted and left out. */
    public <T> List<T> sections(String key, Function<Section, T> reading) {
        asked.add(key);
        var node = values.get(key);
        if (node == null) return List.of();
        if (!(node instanceof SequenceNode sequence)) {
            mistake(node, "%s is a list".formatted(named(key)));
            return List.of();
        }
        var read = new ArrayList<T>();
        int number = 1;
        for (var each : sequence.getValue()) {
            var name = "%s %d".formatted(named(key), number++);
            if (each instanceof MappingNode mapping)
                read(new Section(definition, name, mapping), reading).ifPresent(read::add);
            else mistake(each, "%s is a block of keys and values".formatted(name));
        }
        return read;
    }

    /** A block whose keys are data: each made by one function, its value by another. */
    public <K, V> Map<K, V> map(String key, Function<String, K> keys, Function<String, V> makingValues) {
        return maybeSection(key, block -> {
                    var map = new LinkedHashMap<K, V>();
                    for (var word : List.copyOf(block.values.keySet()))
                        map.put(block.madeKey(word, keys), block.value(word, makingValues));
                    return (Map<K, V>) map;
                })
                .orElseGet(Map::of);
    }

    /** Every key of this block with its value as it stands; an empty value is kept. */
    public Map<String, String> words() {
        var words = new LinkedHashMap<String, String>();
        values.forEach((key, node) -> {
            asked.add(key);
            if (node instanceof ScalarNode scalar) words.put(key, scalar.getValue());
            else mistake(node, "%s is one value, not a list or a block".formatted(named(key)));
        });
        return words;
    }

    /** Notes a mistake of this block as a whole. */
    public void refuse(String sentence) {
        definition.mistake(line, place.isEmpty() ? sentence : place + ": " + sentence);
    }

    /** Notes every key that nobody asked for, with the nearest one that is known. */
    public void end() {
        for (var key : values.keySet())
            if (!asked.contains(key))
                definition.mistake(
                        lines.getOrDefault(key, line),
                        nearest(key)
                                .map(known -> "%s is not known here; did you mean %s?".formatted(named(key), known))
                                .orElseGet(() -> "%s is not known here; known are %s"
                                        .formatted(named(key), String.join(", ", asked))));
    }

    /** Reading stopped half way, so that most keys were not asked for: only what looks misspelt is noted. */
    private void brokenOff() {
        for (var key : values.keySet())
            if (!asked.contains(key))
                nearest(key)
                        .ifPresent(known -> definition.mistake(
                                lines.getOrDefault(key, line),
                                "%s is not known here; did you mean %s?".formatted(named(key), known)));
    }

    private Optional<String> nearest(String key) {
        return Nearest.to(
                        key,
                        asked.stream()
                                .filter(known -> !values.containsKey(known))
                                .toList())
                .stream()
                .findFirst();
    }

    private <T> Optional<T> read(Section section, Function<Section, T> reading) {
        try {
            var read = reading.apply(section);
            section.end();
            return Optional.of(read);
        } catch (Definition.Unreadable noted) {
            section.brokenOff();
            return Optional.empty();
        }
    }

    private <T> T made(String key, ScalarNode scalar, Function<String, T> making) {
        try {
            return making.apply(scalar.getValue().strip());
        } catch (IllegalArgumentException e) {
            mistake(scalar, "%s: %s".formatted(named(key), e.getMessage()));
            throw new Definition.Unreadable();
        }
    }

    private <K> K madeKey(String word, Function<String, K> keys) {
        try {
            return keys.apply(word);
        } catch (IllegalArgumentException e) {
            definition.mistake(lines.getOrDefault(word, line), "%s: %s".formatted(place, e.getMessage()));
            throw new Definition.Unreadable();
        }
    }

    private Definition.Unreadable missing(String key) {
        if (!values.containsKey(key)
                || values.get(key) instanceof ScalarNode scalar
                        && scalar.getValue().isBlank()) definition.mistake(line, "%s is missing".formatted(named(key)));
        return new Definition.Unreadable();
    }

    private void mistake(Node node, String sentence) {
        definition.mistake(line(node), sentence);
    }

    private String named(String key) {
        return place.isEmpty() ? key : place + " " + key;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static LocalDate toDay(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'%s' is not a day; one looks like 2021-03-04".formatted(text));
        }
    }

    /** A whole number as a definition writes it. */
    public static int toCount(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is not a whole number".formatted(text));
        }
    }

    /** A number as a definition or a table writes it. */
    public static BigDecimal toNumber(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is not a number".formatted(text));
        }
    }

    /** One of a few words, in lower case. */
    public static <E extends Enum<E>> E toChoice(String word, Class<E> kind) {
        var wanted = word.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(kind.getEnumConstants())
                .filter(constant -> constant.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is none of %s"
                        .formatted(
                                word, Arrays.toString(kind.getEnumConstants()).toLowerCase(Locale.ROOT))));
    }
}
