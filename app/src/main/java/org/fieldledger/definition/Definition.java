package org.fieldledger.definition;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads a definition file. Mistakes are collected while it is read, and told together. */
public final class Definition {

    private static final int LARGEST = 8 << 20;

    private final String name;
    private final List<String> mistakes = new ArrayList<>();

    private Definition(String name) {
        this.name = name;
    }

    /**
     * Reads the whole file through the given function.
     *
     * @param name how the file is called in messages
     * @throws DefinitionRefused with every mistake, each with its line
     */
    public static <T> T read(String name, Reader text, Function<Section, T> reading) throws IOException {
        var definition = new Definition(name);
        var root = definition.root(text);
        T read;
        try {
            read = reading.apply(root);
            root.end();
        } catch (Unreadable unreadable) {
            throw new DefinitionRefused(definition.mistakes);
        }
        if (!definition.mistakes.isEmpty()) throw new DefinitionRefused(definition.mistakes);
        return read;
    }

    private Section root(Reader text) throws IOException {
        var settings = LoadSettings.builder()
                .setLabel(name)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(50)
                .setCodePointLimit(LARGEST)
                .build();
        try {
            var node = new Compose(settings).composeReader(text);
            if (node.isPresent() && node.get() instanceof MappingNode mapping) return new Section(this, "", mapping);
            mistakes.add("%s has no keys and values at its top".formatted(name));
        } catch (MarkedYamlEngineException broken) {
            var line = broken.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            mistakes.add("%s line %d: this is not YAML: %s".formatted(name, line, broken.getProblem()));
        }
        throw new DefinitionRefused(mistakes);
    }

    void mistake(int line, String sentence) {
        mistakes.add("%s line %d: %s".formatted(name, line, sentence));
    }

    /** Something that cannot be read on without; its mistake has been noted. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable() {
            super(null, null, false, false);
        }
    }
}
