/** Retention: how long people stay, and how people and leaders come, go and change roles. */
@NullMarked
package org.fieldledger.query.retention;

import org.jspecify.annotations.NullMarked;
