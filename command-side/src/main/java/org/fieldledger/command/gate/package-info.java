/** What must hold before an action is recorded: open case, ethics approval, enrolment, consent, assigned performer. */
@NullMarked
package org.fieldledger.command.gate;

import org.jspecify.annotations.NullMarked;
