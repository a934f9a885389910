/**
 * Reading leaves a trace. Every endpoint says whether its answers hold participant material; where they do, nothing of an
 * answer leaves before the read stands in the access log. Whoever forgets one of the two gets no answer, only an error.
 */
@NullMarked
package org.fieldledger.query.reads;

import org.jspecify.annotations.NullMarked;
