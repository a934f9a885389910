package org.fieldledger.events;

/**
 * Something personal that is no text, such as what somebody answered. While it is open it can be written as a text, and that text
 * is what is sealed; otherwise it holds nothing but the text that stands in its place.
 *
 * <p>On a component marked {@link Personal}. Its JSON is that of the value while it is open, and a string otherwise.
 */
public interface Sealable<V extends Sealable<V>> {

    /** How long a value is says something about it; so it is only told in steps. */
    int STEP = 16;

    /** Whether the value itself is here, and not what stands in its place. */
    boolean open();

    /** The value as JSON, with spaces at the end up to the next {@link #STEP}; or what stands in its place. */
    String written();

    /** The value that was written like this; with any text that is not its JSON, what stands in its place. */
    V read(String written);

    /** A text with spaces up to the next step. */
    static String inSteps(String json) {
        return json + " ".repeat(Math.floorMod(-json.length(), STEP));
    }
}
