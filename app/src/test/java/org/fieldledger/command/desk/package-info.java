/** A way in for tests of the whole to decisions without a store. */
@NullMarked
package org.fieldledger.command.desk;

import org.jspecify.annotations.NullMarked;
