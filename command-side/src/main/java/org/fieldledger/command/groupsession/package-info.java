/** Meetings of several people: one decision over everybody, all or nothing. */
@NullMarked
package org.fieldledger.command.groupsession;

import org.jspecify.annotations.NullMarked;
