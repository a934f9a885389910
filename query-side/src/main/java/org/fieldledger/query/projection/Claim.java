package org.fieldledger.query.projection;

/** A range that a process has taken on, under the token it was given: worth nothing once the range has a higher one. */
record Claim(Range range, String holder, long token) {}
