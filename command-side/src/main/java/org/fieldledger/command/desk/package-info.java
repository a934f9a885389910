/** The desk: takes submissions, has them decided on what is on record, appends what follows, and answers. */
@NullMarked
package org.fieldledger.command.desk;

import org.jspecify.annotations.NullMarked;
