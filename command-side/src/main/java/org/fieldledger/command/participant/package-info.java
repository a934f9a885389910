/** Participants: enrolment, discontinuation and the roles they move between. */
@NullMarked
package org.fieldledger.command.participant;

import org.jspecify.annotations.NullMarked;
