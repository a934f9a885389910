package org.fieldledger.query.paper;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * What a paper says of itself in its properties, beside what can be read on it.
 *
 * @param author the code of whoever had it made
 * @param made when; the one time that is in the file
 * @param marks further properties by name, such as the code of a signature
 */
public record Imprint(String title, String author, Instant made, Locale language, Map<String, String> marks) {}
