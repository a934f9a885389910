/** What a research programme is set up from: a definition file, and the commands that follow from it. */
@NullMarked
package org.fieldledger.programme;

import org.jspecify.annotations.NullMarked;
