package org.fieldledger.query.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.fieldledger.events.EventJson;
import org.fieldledger.events.FrozenRelease.ReleasedFile;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.events.ReleaseTable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code datapackage.json} of a release: a Frictionless Data Package (version 2) that says of each file what it is, how long
 * it is and what it hashes to, of each table what its columns are; and beside that how the release is defined and what was left
 * out of it.
 */
record Descriptor(Named release, boolean demonstration, long rows, List<Withheld> withheld, List<ReleasedFile> files) {

    private static final String PROFILE = "https://datapackage.org/profiles/2.0/";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Indented the same on every machine. */
    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

    void write(OutputStream out) throws IOException {
        var text = JSON.writer()
                .with(new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES))
                .writeValueAsString(json());
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode json() {
        var definition = release.definition();
        var json = JSON.createObjectNode();
        json.put("$schema", PROFILE + "datapackage.json");
        json.put("name", release.release().toLowerCase(Locale.ROOT));
        json.put("title", release.release());
        json.put("description", release.question());
        json.put("created", definition.judgedAt().toString());
        var resources = json.putArray("resources");
        for (var file : files) resources.add(resource(file));
        var ours = json.putObject("fieldledger");
        ours.put("release", release.release());
        ours.put("recipient", release.recipient());
        ours.put("question", release.question());
        ours.put("format", release.format());
        ours.put("demonstration", demonstration);
        ours.set("definition", EventJson.MAPPER.valueToTree(definition));
        ours.put("rows", rows);
        var left = ours.putArray("withheld");
        for (var one : withheld) left.add(EventJson.MAPPER.<ObjectNode>valueToTree(one));
        return json;
    }

    private static ObjectNode resource(ReleasedFile file) {
        var json = JSON.createObjectNode();
        var dot = file.name().lastIndexOf('.');
        var base = file.name().substring(0, dot);
        var format = file.name().substring(dot + 1);
        json.put("name", format.equals("csv") ? base : base + "-" + format);
        json.put("path", file.name());
        json.put("format", format);
        json.put(
                "mediatype",
                switch (format) {
                    case "csv" -> "text/csv";
                    case "parquet" -> "application/vnd.apache.parquet";
                    default -> "text/markdown";
                });
        if (!format.equals("parquet")) json.put("encoding", "utf-8");
        json.put("bytes", file.bytes());
        json.put("hash", "sha256:" + file.sha256());
        if (file.rows() != null) json.put("rows", file.rows());
        if (format.equals("csv")) csv(json);
        var table = List.of(ReleaseTable.values()).stream()
                .filter(one -> Tables.name(one).equals(base))
                .findFirst();
        table.ifPresent(one -> {
            json.put("title", Tables.title(one));
            json.put("type", "table");
            json.set("schema", schema(one));
        });
        return json;
    }

    private static void csv(ObjectNode resource) {
        var dialect = resource.putObject("dialect");
        dialect.put("header", true);
        dialect.put("delimiter", ",");
        dialect.put("lineTerminator", "\n");
        dialect.put("quoteChar", "\"");
        dialect.put("doubleQuote", true);
    }

    private static ObjectNode schema(ReleaseTable table) {
        var schema = JSON.createObjectNode();
        schema.put("$schema", PROFILE + "tableschema.json");
        var fields = schema.putArray("fields");
        for (var column : Tables.columns(table)) {
            var field = fields.addObject();
            field.put("name", column.name());
            field.put("type", column.kind().frictionless());
            field.put("description", column.meaning());
            if (column.required()) field.putObject("constraints").put("required", true);
        }
        texts(schema.putArray("primaryKey"), Tables.key(table));
        texts(schema.putArray("missingValues"), List.of(""));
        return schema;
    }

    private static void texts(ArrayNode into, List<String> texts) {
        texts.forEach(into::add);
    }
}
