/**
 * The door both sides share: who signs in, and what their roles allow. Everything is denied that a side has not expressly
 * opened to a role.
 */
@NullMarked
package org.fieldledger.access;

import org.jspecify.annotations.NullMarked;
