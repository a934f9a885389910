package org.fieldledger.embedded;

/**
 * The program will not start, for a reason its operator can do something about.
 *
 * <p>The message is one plain sentence, or two: what is wrong, where, and the way out. It is shown as it stands, without
 * a stack trace, and so holds neither secrets nor anything about a participant.
 */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefused(String sentence) {
        super(sentence);
    }

    public StartRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
