/** Diaries that participants keep: handed out, coming in entry by entry, handed back. */
@NullMarked
package org.fieldledger.command.diary;

import org.jspecify.annotations.NullMarked;
