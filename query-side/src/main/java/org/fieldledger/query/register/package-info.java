/** Registers: the cases, their sites and teams, and the instruments with their versions. */
@NullMarked
package org.fieldledger.query.register;

import org.jspecify.annotations.NullMarked;
