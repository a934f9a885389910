package org.fieldledger.vault;

import java.util.List;
import java.util.UUID;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.vault.Sealing.Identified;
import org.jspecify.annotations.Nullable;

/**
 * Opens personal texts for whoever may read them. What is opened is never stored, but
 * for answers in the tables that reckon with them, which an erasure empties. Keys are looked up for each call and kept by
 * none, so that what was erased is gone from the next answer on, whichever process destroyed it. Texts of the time before
 * anything was sealed are handed back as they are.
 */
public interface Opening {

    /** What a text reads as once a key it takes was destroyed. */
    String ERASED = "[erased]";

    /** What a text reads as where its keys were not restored with the log. */
    String NO_KEY = "[sealed: its key is not in this store]";

    /** What a text reads as that was changed, or moved here from another event. */
    String NOT_ITS_OWN = "[sealed: it does not open with its keys]";

    /** A text as it is stored, of the event with this identity. */
    record Stored(UUID event, @Nullable String text) {}

    /** Each text as it reads, in order. At most one round trip; none where nothing is sealed. */
    List<@Nullable String> texts(List<Stored> stored);

    /** Each event with its texts as they read, in order. At most one round trip; none where nothing is sealed. */
    List<FieldEvent> events(List<Identified> stored);

    /**
     * Each event with its answers as they read and every text, those among the answers too, as it is stored: for what reckons
     * with numbers. At most one round trip; none where no answers are sealed.
     */
    List<FieldEvent> answers(List<Identified> stored);

    /** Opens nothing: for what only copies, such as a rebuild. */
    Opening CLOSED = new Opening() {
        @Override
        public List<@Nullable String> texts(List<Stored> stored) {
            throw new IllegalStateException("Nothing is opened here");
        }

        @Override
        public List<FieldEvent> events(List<Identified> stored) {
            throw new IllegalStateException("Nothing is opened here");
        }

        @Override
        public List<FieldEvent> answers(List<Identified> stored) {
            throw new IllegalStateException("Nothing is opened here");
        }
    };
}
