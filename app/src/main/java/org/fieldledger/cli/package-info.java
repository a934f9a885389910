/**
 * The command line: what the operator types, and the plain words they are answered with.
 *
 * <p>Enter at {@link org.fieldledger.cli.Fieldledger}. Each command is a class of its own; {@link
 * org.fieldledger.cli.StoreOptions} is what all of them share: which database, and how to open it.
 */
@NullMarked
package org.fieldledger.cli;

import org.jspecify.annotations.NullMarked;
