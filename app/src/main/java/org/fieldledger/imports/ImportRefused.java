package org.fieldledger.imports;

/** An import that cannot go on, in one sentence that names the file, the place and the way out. */
public final class ImportRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ImportRefused(String sentence) {
        super(sentence);
    }

    public ImportRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
