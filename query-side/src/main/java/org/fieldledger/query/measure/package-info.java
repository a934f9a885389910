/** Measures: what people answered, item by item, and the scores that follow from it. */
@NullMarked
package org.fieldledger.query.measure;

import org.jspecify.annotations.NullMarked;
