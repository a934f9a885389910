/** The timeline: everything that happened in a case, in plain words, in the order of the field. */
@NullMarked
package org.fieldledger.query.timeline;

import org.jspecify.annotations.NullMarked;
