package org.fieldledger.query;

/** A question that cannot be understood: which parameter, what it held, and what it may hold. */
public final class BadQuestion extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final String parameter;
    private final String value;
    private final String wayOut;

    public BadQuestion(String parameter, String value, String wayOut) {
        super("%s cannot be '%s'. %s.".formatted(parameter, shortened(value), wayOut));
        this.parameter = parameter;
        this.value = shortened(value);
        this.wayOut = wayOut;
    }

    public String parameter() {
        return parameter;
    }

    public String value() {
        return value;
    }

    public String wayOut() {
        return wayOut;
    }

    private static String shortened(String value) {
        return value.length() <= 60 ? value : value.substring(0, 57) + "...";
    }
}
