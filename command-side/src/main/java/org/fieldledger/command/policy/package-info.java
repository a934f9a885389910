/** What the store does by itself because of something that was recorded. */
@NullMarked
package org.fieldledger.command.policy;

import org.jspecify.annotations.NullMarked;
