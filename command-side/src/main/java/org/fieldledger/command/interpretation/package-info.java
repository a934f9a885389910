/** What researchers make of the material, and the evidence it rests on. */
@NullMarked
package org.fieldledger.command.interpretation;

import org.jspecify.annotations.NullMarked;
