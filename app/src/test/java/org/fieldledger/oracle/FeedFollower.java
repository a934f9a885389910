package org.fieldledger.oracle;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.fieldledger.cli.OfficerAsking;
import tools.jackson.databind.JsonNode;

/** Somebody who follows the feed of one view: applies what they are told, and goes on where they left off. */
final class FeedFollower {

    private final OfficerAsking manager;
    private final String view;
    private final Map<String, JsonNode> holds = new TreeMap<>();
    private long after;

    FeedFollower(OfficerAsking manager, String view) {
        this.manager = manager;
        this.view = view;
    }

    /** Applies all there is by now, and tells the rows held then. */
    Collection<JsonNode> follow() {
        manager.lines("/api/feed/" + view + "?after=" + after).forEach(line -> {
            switch (line.path("op").asString()) {
                case "upsert" -> holds.put(line.path("key").asString(), line.path("row"));
                case "retract" -> holds.remove(line.path("key").asString());
                case "reached" -> {}
                default -> throw new AssertionError("Nobody knows what to do with " + line);
            }
            after = line.path("change").asLong();
        });
        return holds.values();
    }
}
