/** What stands in deploy/ holds for the program. */
@NullMarked
package org.fieldledger.deploy;

import org.jspecify.annotations.NullMarked;
