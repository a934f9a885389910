/** What was seen in the field, and the notes made of it. */
@NullMarked
package org.fieldledger.command.observation;

import org.jspecify.annotations.NullMarked;
