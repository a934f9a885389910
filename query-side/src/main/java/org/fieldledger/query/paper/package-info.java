/** Papers: what leaves the store to be read, signed and kept by people. Here is how they are printed, not what they say. */
@NullMarked
package org.fieldledger.query.paper;

import org.jspecify.annotations.NullMarked;
