/** Interventions: designed, introduced, and who was allocated to what. */
@NullMarked
package org.fieldledger.command.intervention;

import org.jspecify.annotations.NullMarked;
