/**
 * The PostgreSQL that comes along, for whoever has none: started, checked, recovered and stopped by the program itself.
 *
 * <p>Enter at {@link org.fieldledger.embedded.EmbeddedDatabase}. Decision record 0002 says why the bundled binaries are
 * driven from here and not by a test library.
 */
@NullMarked
package org.fieldledger.embedded;

import org.jspecify.annotations.NullMarked;
