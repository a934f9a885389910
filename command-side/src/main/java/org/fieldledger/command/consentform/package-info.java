/** Consent forms: the exact texts people are shown, each version immutable. */
@NullMarked
package org.fieldledger.command.consentform;

import org.jspecify.annotations.NullMarked;
