/** Consent: what people are asked and what they decide. Withdrawal can always be recorded; giving needs a text in use. */
@NullMarked
package org.fieldledger.command.consent;

import org.jspecify.annotations.NullMarked;
