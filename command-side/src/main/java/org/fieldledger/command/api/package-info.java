/** The command API: one endpoint for every command there is, and one for what each of them asks for. */
@NullMarked
package org.fieldledger.command.api;

import org.jspecify.annotations.NullMarked;
